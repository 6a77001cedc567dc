//! A child that stays, and typesets one job after another: what an edit leaves as it was is not made again.
//!
//! In: jobs on the child's standard input, each after a line with its length. Out: for each the names of the files as they are read, then a line
//! with the length of the answer, and the answer. The ceilings hold for each job. A child that has grown goes of itself after its
//! answer, and one that dies is replaced; what it died of is told by the run of a fresh child with the same job.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::apart::{self, COMMAND, cannot_run};
use super::{Job, answer, here};
use crate::fault::{Failure, Fault};

/// Option of the command by which a child stays.
pub(crate) const STAY: &str = "--stay";

/// Begins the line before an answer.
const ANSWER: &str = "answer ";

/// Jobs after which what was not used again is forgotten.
const REMEMBERED: usize = 8;

/// Letters of a number of bytes, with its line feed.
const LONGEST_LENGTH: u64 = 32;

/// Typesets one job after another.
pub struct Kept {
    program: Option<PathBuf>,
    child: Option<Warm>,
}

impl Kept {
    /// No child yet: the first job starts it.
    pub fn new() -> Self {
        Self { program: super::PROGRAM.get().cloned(), child: None }
    }

    /// The document as PDF or the page as HTML, checked as it came out.
    pub fn typeset(&mut self, job: &Job) -> Result<Vec<u8>, Failure> {
        let Some(program) = self.program.clone() else { return Ok(here(job, |_| {})?) };
        // The second child is asked where the first had gone of itself before it got the job.
        for _ in 0..2 {
            let mut child = match self.child.take() {
                Some(child) => child,
                None => Warm::start(&program)?,
            };
            if let Some(done) = child.ask(job)? {
                self.child = Some(child);
                return Ok(done?);
            }
            if !child.went_of_itself()? {
                break;
            }
        }
        apart::typeset(&program, job)
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self::new()
    }
}

/// A document, or what is wrong with it.
type Done = Result<Vec<u8>, Vec<Fault>>;

/// A child that waits for a job.
struct Warm {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Warm {
    fn start(program: &Path) -> Result<Self, Failure> {
        let mut command = Command::new(program);
        command.args([COMMAND, STAY]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| cannot_run(&error))?;
        let to = child.stdin.take();
        let Some(from) = child.stdout.take() else { return Err(cannot_run(&io::ErrorKind::BrokenPipe.into())) };
        Ok(Self { child, to, from: BufReader::new(from) })
    }

    /// The document or its faults; nothing where the child ended before its answer.
    fn ask(&mut self, job: &Job) -> Result<Option<Done>, Failure> {
        let given = serde_json::to_vec(job).map_err(|error| cannot_run(&error.into()))?;
        if let Some(to) = &mut self.to {
            // A child that is gone is told by its answer, which is none.
            let _ = writeln!(to, "{}", given.len()).and_then(|()| to.write_all(&given)).and_then(|()| to.flush());
        }
        let mut line = String::new();
        loop {
            line.clear();
            match self.from.read_line(&mut line) {
                Ok(0) | Err(_) => return Ok(None),
                Ok(_) => {}
            }
            if let Some(length) = line.strip_prefix(ANSWER) {
                let length: u64 = length.trim_end().parse().unwrap_or(0);
                let mut said = Vec::new();
                let read = self.from.by_ref().take(length).read_to_end(&mut said);
                return Ok(read.ok().and_then(|_| answer::read(&said).done));
            }
        }
    }

    /// Whether a child that gave no answer had ended as it should.
    fn went_of_itself(&mut self) -> Result<bool, Failure> {
        self.to = None;
        Ok(self.child.wait().map_err(|error| cannot_run(&error))?.success())
    }
}

impl Drop for Warm {
    /// Leaves no process behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a child that stays does, until nobody asks any more or it has grown.
pub fn serve(mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    loop {
        let mut line = String::new();
        if input.by_ref().take(LONGEST_LENGTH).read_line(&mut line)? == 0 {
            return Ok(());
        }
        let length: u64 = line.trim_end().parse().map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        let mut given = Vec::new();
        input.by_ref().take(length).read_to_end(&mut given)?;
        let job: Job = serde_json::from_slice(&given)?;
        drop(given);
        job.limits.keep_from_here()?;
        let mut said = Vec::new();
        answer::write(&mut said, here(&job, answer::reading))?;
        writeln!(output, "{ANSWER}{}", said.len())?;
        output.write_all(&said)?;
        output.flush()?;
        typst::comemo::evict(REMEMBERED);
        if job.limits.outgrown() {
            return Ok(());
        }
    }
}
