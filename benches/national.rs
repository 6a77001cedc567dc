//! Cost against rows: the second edition of `benches/national-scale` at three sizes, each computed by the program in a process of its own,
//! from the files to the facts. Prints processor time, wall time and the most memory.
//!
//! `just bench`, on an idle machine.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on should stop, and needs a clock"
)]

#[path = "national-scale/generated.rs"]
mod generated;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use generated::Counts;

/// Areas of each force; without any a row is a force's.
const AREAS: [usize; 3] = [0, 10, 58];

/// Runs of each, of which the median is printed.
const RUNS: usize = 3;

fn main() {
    // Run as a test, the smallest is enough.
    let sizes = if std::env::args().any(|argument| argument == "--bench") { &AREAS[..] } else { &AREAS[..1] };
    println!("{:>10} {:>8} {:>7} {:>7} {:>9} {:>12}", "rows", "file MB", "CPU s", "wall s", "peak MiB", "CPU us a row");
    let counts = Counts::seeded(1);
    for areas in sizes {
        let folder = tempfile::tempdir().unwrap();
        lay(folder.path(), &counts);
        let path = folder.path().join("data/scale/returns.csv");
        let mut file = BufWriter::new(File::create(&path).unwrap());
        let rows = counts.returns(*areas, &mut file).unwrap();
        file.flush().unwrap();
        let mut runs: Vec<Run> = (0..RUNS).map(|_| run(folder.path())).collect();
        runs.sort_by(|one, other| one.cpu.total_cmp(&other.cpu));
        let Run { cpu, wall, peak } = runs[RUNS / 2];
        let megabytes = fs::metadata(&path).unwrap().len() as f64 / 1e6;
        let each = 1e6 * cpu / rows as f64;
        println!("{rows:>10} {megabytes:>8.1} {cpu:>7.2} {wall:>7.2} {peak:>9.0} {each:>12.2}");
    }
}

/// What a run took: seconds, and MiB.
#[derive(Clone, Copy)]
struct Run {
    cpu: f64,
    wall: f64,
    peak: f64,
}

/// Runs the program to the facts, without typesetting.
fn run(project: &Path) -> Run {
    let began = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_assess"));
    let child = command.arg("--root").arg(project).args(["facts", "scale", "--format", "json"]);
    #[allow(clippy::zombie_processes, reason = "it is waited for below, by the call that tells what it took")]
    let child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (mut status, mut used) = (0, std::mem::MaybeUninit::<libc::rusage>::zeroed());
    let id = libc::pid_t::try_from(child.id()).unwrap();
    // SAFETY: both pointers are to values of ours that live on.
    let ended = unsafe { libc::wait4(id, &raw mut status, 0, used.as_mut_ptr()) };
    assert_eq!((ended, status), (id, 0), "the program did not end well");
    // SAFETY: it was filled above, and is of plain numbers.
    let used = unsafe { used.assume_init() };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    Run {
        cpu: seconds(used.ru_utime) + seconds(used.ru_stime),
        wall: began.elapsed().as_secs_f64(),
        peak: used.ru_maxrss as f64 / 1024.0,
    }
}

/// A project: that of the repository with the second edition laid over it.
fn lay(folder: &Path, counts: &Counts) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let edition = repository.join("benches/national-scale");
    for part in ["data", "report"] {
        copy(&repository.join(part), &folder.join(part));
    }
    fs::create_dir_all(folder.join("data/scale")).unwrap();
    fs::copy(edition.join("data/contracts/force-quarters.toml"), folder.join("data/contracts/force-quarters.toml"))
        .unwrap();
    for file in ["data/sources.toml", "report/2027/statistics.toml"] {
        let text = format!(
            "{}\n{}",
            fs::read_to_string(folder.join(file)).unwrap(),
            fs::read_to_string(edition.join(file)).unwrap()
        );
        fs::write(folder.join(file), text).unwrap();
    }
    let path = folder.join("report/2027/edition.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replacen("[sources]\n", "[sources]\nforce-quarters = [\"force-quarters\"]\n", 1);
    fs::write(path, text).unwrap();
    fs::write(folder.join("data/public/child_population.csv"), counts.population()).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy(&from, &to) } else { fs::copy(from, to).map(drop).unwrap() }
    }
}
