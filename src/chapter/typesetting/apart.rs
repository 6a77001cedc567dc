//! One run of the child, what became of it, and what is said where it did not come to its end.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use super::answer::{self, Answer};
use super::{Job, guilty};
use crate::fault::{Failure, Fault};

/// Name of the command that serves a job.
pub(crate) const COMMAND: &str = "typeset";

/// Why a run did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    Time,
    Memory,
    /// Parts within parts, deeper than there is room for.
    Depth,
    /// The library ended in a fault of its own.
    Fault,
}

/// What became of a run.
pub(super) enum Run {
    Done(Result<Vec<u8>, Vec<Fault>>),
    /// Not ended, with the last file that was read.
    Over(Over, Option<String>),
}

pub(super) fn typeset(program: &Path, job: &Job) -> Result<Vec<u8>, Failure> {
    match run(program, job)? {
        Run::Done(done) => Ok(done?),
        Run::Over(over, reading) => {
            let place = guilty::place(program, job, reading.as_deref())?;
            Err(Fault::new("chapter-too-large", place, over.said(job), over.remedy()).into())
        }
    }
}

/// Runs the child once.
pub(super) fn run(program: &Path, job: &Job) -> Result<Run, Failure> {
    let failed = |error: io::Error| cannot_run(&error);
    let given = serde_json::to_vec(job).map_err(|error| failed(error.into()))?;
    let pipe = Stdio::piped;
    let command = Command::new(program).arg(COMMAND).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn();
    let mut child = command.map_err(failed)?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (said, complained) = std::thread::scope(|scope| {
        // A child that is stopped before it has read everything is told by how it ended.
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(&given)));
        let complaints = scope.spawn(|| whole(stderr));
        let said = whole(stdout);
        (said, complaints.join().unwrap_or_else(|_| Ok(Vec::new())))
    });
    let status = child.wait().map_err(failed)?;
    let Answer { done, reading } = answer::read(&said.map_err(failed)?);
    Ok(match done.filter(|_| status.success()) {
        Some(done) => Run::Done(done),
        None => Run::Over(why(status, &String::from_utf8_lossy(&complained.map_err(failed)?)), reading),
    })
}

/// Why there is no child.
pub(super) fn cannot_run(error: &io::Error) -> Failure {
    let what = format!("the program cannot run itself again to typeset the chapter: {error}");
    Failure::cannot_run(what, "raise the limit of processes (`ulimit -u`), or install the program anew")
}

fn whole(pipe: Option<impl Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    pipe.map_or(Ok(0), |mut pipe| pipe.read_to_end(&mut bytes))?;
    Ok(bytes)
}

/// From how it ended and what the language's own runtime said last.
fn why(status: ExitStatus, complained: &str) -> Over {
    if complained.contains("memory allocation of") {
        return Over::Memory;
    }
    if complained.contains("overflowed its stack") {
        return Over::Depth;
    }
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return match signal {
            libc::SIGXCPU => Over::Time,
            libc::SIGSEGV | libc::SIGBUS => Over::Depth,
            // Also what a system does that has no memory left.
            _ => Over::Memory,
        };
    }
    Over::Fault
}

impl Over {
    fn said(self, job: &Job) -> String {
        match self {
            Self::Time => {
                format!("typesetting took more than {} s of processor time and was stopped", job.limits.seconds)
            }
            Self::Memory => {
                format!("typesetting asked for more than {} MiB of memory and was stopped", job.limits.bytes >> 20)
            }
            Self::Depth => "typesetting went deeper than there is room for and was stopped".to_owned(),
            Self::Fault => "typesetting met a fault of its own and was stopped".to_owned(),
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Time | Self::Memory => {
                "look here for a loop, a rule or a function that calls itself, or a text or number of pages without measure, and take it out"
            }
            Self::Depth => "look here for a function or a part of the text that holds itself, and take it out",
            Self::Fault => "write this part of the text in a simpler way, and report the fault",
        }
    }
}
