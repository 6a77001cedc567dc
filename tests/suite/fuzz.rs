//! Fuzzed files of every kind that the program reads: nothing panics, nothing hangs, memory stays bounded, and a value about a
//! person is never repeated in a message.
//!
//! A case is made from its seed alone: a good file, damaged one to five times. `just fuzz` runs a hundred thousand; the suite
//! runs the first ones. A case that fails is made smaller and kept, and its message names the seed.

mod damage;
mod files;
mod paths;
mod person;
mod regressions;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::random::Random;
pub(crate) use files::{Corpus, Kind};
pub(crate) use paths::Desk;

/// No file of these sizes takes a second, even in the debug profile on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// One case.
pub(crate) struct Case {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
}

fn case(corpus: &Corpus, seed: u64) -> Case {
    let mut random = Random::new("fuzz", seed);
    let file = &corpus.files[random.below(corpus.files.len())];
    let mut bytes = file.bytes.clone();
    for _ in 0..1 + random.below(5) {
        bytes = damage::once(&bytes, file.kind, corpus, &mut random);
        // Splices of splices grow without end.
        bytes.truncate(1 << 20);
    }
    Case { kind: file.kind, bytes }
}

/// Whether the program survives a case; what it said when not.
fn survives(desk: &Desk, case: &Case) -> Result<(), String> {
    let start = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| desk.read(case)));
    if let Err(panic) = result {
        let said = panic.downcast_ref::<String>().cloned();
        return Err(said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default());
    }
    let took = start.elapsed();
    if took > LONGEST { Err(format!("took {took:?}")) } else { Ok(()) }
}

/// Cuts pieces out for as long as the case still fails, and keeps the file.
fn smaller(desk: &Desk, case: &Case, seed: u64) -> PathBuf {
    let mut bytes = case.bytes.clone();
    let mut piece = bytes.len() / 2;
    let mut tries = 0;
    while piece > 0 && tries < 400 {
        let mut from = 0;
        while from < bytes.len() && tries < 400 {
            let mut shorter = bytes.clone();
            shorter.drain(from..(from + piece).min(bytes.len()));
            tries += 1;
            let candidate = Case { kind: case.kind, bytes: shorter };
            if survives(desk, &candidate).is_err() {
                bytes = candidate.bytes;
            } else {
                from += piece;
            }
        }
        piece /= 2;
    }
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{seed}.{}", case.kind.ending()));
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Runs cases on every core. A watch stops the run when one of them hangs, because nothing else could.
fn run(cases: u64) {
    let corpus = Corpus::new();
    let threads = thread::available_parallelism().map_or(2, |number| number.get().min(8)) as u64;
    let (failed, done) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let begun: Vec<(AtomicU64, Mutex<Instant>)> =
        (0..threads).map(|_| (AtomicU64::new(0), Mutex::new(Instant::now()))).collect();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|of| {
                let (corpus, failed, begun) = (&corpus, &failed, &begun[of as usize]);
                scope.spawn(move || {
                    let desk = Desk::new();
                    for seed in (0..cases).filter(|seed| seed % threads == of) {
                        begun.0.store(seed, Ordering::Relaxed);
                        *begun.1.lock().unwrap() = Instant::now();
                        let case = case(corpus, seed);
                        if let Err(said) = survives(&desk, &case) {
                            *begun.1.lock().unwrap() = Instant::now() + Duration::from_secs(3_600);
                            let kept = smaller(&desk, &case, seed);
                            let mut failed = failed.lock().unwrap();
                            failed.push(format!("seed {seed}, kept as {}: {said}", kept.display()));
                            if failed.len() > 20 {
                                return;
                            }
                        }
                    }
                })
            })
            .collect();
        let watch = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(100));
                for (seed, since) in &begun {
                    if since.lock().unwrap().elapsed() > 3 * LONGEST {
                        eprintln!("seed {} hangs", seed.load(Ordering::Relaxed));
                        std::process::abort();
                    }
                }
            }
        });
        let ended: Vec<_> = workers.into_iter().map(|worker| worker.join()).collect();
        done.store(true, Ordering::Relaxed);
        watch.join().unwrap();
        ended.into_iter().for_each(|worker| worker.unwrap());
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Most memory this process has had, in MiB; none where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? / 1024)
}

#[test]
fn damaged_files_of_every_kind_are_refused_or_read_and_never_more() {
    run(1_000);
}

/// `just fuzz`. FUZZ_CASES is the number of files.
#[test]
#[ignore = "a hundred thousand files; most of an hour in the debug profile"]
fn a_hundred_thousand_damaged_files() {
    let cases = std::env::var("FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100_000);
    let start = Instant::now();
    run(cases);
    let peak = peak();
    println!("{cases} files in {:?}, at most {peak:?} MiB", start.elapsed());
    assert!(peak.is_none_or(|peak| peak < 1_024), "{peak:?} MiB");
}
