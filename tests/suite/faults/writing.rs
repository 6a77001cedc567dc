//! A release, a set of files and a file, written on a disk that fails at every step: what stands there is all old or all new, the next run
//! takes up or away what was left, and no failure is called a success.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assess::fault::Failure;
use assess::writing::{self, Access, Folder, Kind, Set, System};
use tempfile::TempDir;

use super::Tally;
use super::disk::{Failing, Fault};

type Files = BTreeMap<String, Vec<u8>>;

fn files(named: &[(&str, &str)]) -> Files {
    named.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Two releases: a file that stays, one that changes, one that is dropped and one that comes, in folders that come and go.
fn old() -> Files {
    files(&[
        ("manifest.json", "old manifest"),
        ("chapter.pdf", "the old text"),
        ("figures/a.csv", "1"),
        ("gone/b.csv", "2"),
    ])
}

fn new() -> Files {
    files(&[
        ("manifest.json", "new manifest"),
        ("chapter.pdf", "the new text"),
        ("figures/a.csv", "1"),
        ("maps/c.csv", "33"),
    ])
}

/// As many files as a real release has.
fn many(word: &str) -> Files {
    let figures =
        (0..30).map(|at| (format!("figures/{at}.csv"), if at % 3 == 0 { "same" } else { word }.as_bytes().to_vec()));
    figures
        .chain([("chapter.pdf", word), ("manifest.json", word)].map(|(name, text)| (name.to_owned(), text.into())))
        .collect()
}

fn held(folder: &Path) -> Files {
    let entries = writing::entries(folder).unwrap();
    assert!(entries.values().all(|kind| matches!(kind, Kind::File | Kind::Folder)));
    let plain = entries.into_iter().filter(|(_, kind)| *kind == Kind::File).map(|(name, _)| name);
    plain.map(|name| (name.clone(), fs::read(folder.join(&name)).unwrap())).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A folder with the old release in it, or without.
fn place(old: Option<&Files>) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    for (name, bytes) in old.into_iter().flatten() {
        let path = place.path().join("2027").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    place
}

fn publish(disk: &dyn writing::Disk, target: &Path, files: &Files) -> Result<usize, Failure> {
    Folder::take(disk, target, Access::Open)?.replace(files, &|_| Ok(()))
}

/// What stands there: all old, all new, or why it is neither.
fn standing(target: &Path, old: Option<&Files>, new: &Files) -> Result<&'static str, String> {
    if !target.exists() {
        return if old.is_none() { Ok("all old") } else { Err("nothing is there".to_owned()) };
    }
    let held = held(target);
    match () {
        () if held == *new => Ok("all new"),
        () if Some(&held) == old => Ok("all old"),
        () => Err(format!("it is neither: {:?}", held.keys())),
    }
}

/// One fault, and what comes of it; nothing where the work was done before it.
fn tried(
    fault: Fault,
    exchanges: bool,
    at: usize,
    (old, new): (Option<&Files>, &Files),
) -> Option<Result<&'static str, String>> {
    let place = place(old);
    let target = place.path().join("2027");
    let disk = Failing::new(fault, at, exchanges);
    let done = publish(&disk, &target, new);
    if !disk.failed() {
        assert_eq!(done.unwrap(), if old.is_some() { new.len() - 1 } else { new.len() });
        return None;
    }
    Some(judged(place.path(), &disk, done.is_ok(), (fault, exchanges), (old, new)))
}

fn judged(
    place: &Path,
    disk: &Failing,
    succeeded: bool,
    (fault, exchanges): (Fault, bool),
    (old, new): (Option<&Files>, &Files),
) -> Result<&'static str, String> {
    let target = place.join("2027");
    let wrong = disk.wrong();
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    // Where folders are exchanged in one step there is no moment without the one or the other.
    let at_once = if exchanges || fault == Fault::Full { Some(standing(&target, old, new)?) } else { None };
    if succeeded && at_once.is_some_and(|found| found != "all new") {
        return Err("it succeeded, and is not there".to_owned());
    }
    // The next run that only looks has it all old or all new.
    drop(Folder::take(&System, &target, Access::Open).map_err(|failure| failure.to_string())?);
    let found = standing(&target, old, new)?;
    if at_once.is_some_and(|before| before != found) {
        return Err("what stood there changed when it was looked at".to_owned());
    }
    let left = names(place);
    if left != if target.exists() { vec!["2027"] } else { vec![] } {
        return Err(format!("left behind: {left:?}"));
    }
    publish(&System, &target, new).map_err(|failure| failure.to_string())?;
    if held(&target) != *new || names(place) != ["2027"] {
        return Err("the next run does not publish".to_owned());
    }
    Ok(found)
}

fn every_step(tally: &mut Tally, fault: Fault, releases: (Option<&Files>, &Files)) {
    for exchanges in [true, false] {
        for at in 0.. {
            let kind = format!("{fault:?}{}", if exchanges { "" } else { ", without an exchange" });
            match tried(fault, exchanges, at, releases) {
                Some(Ok(outcome)) => tally.count(&kind, outcome),
                Some(Err(wrong)) => {
                    tally.count(&kind, "wrong");
                    tally.wrong(&kind, format!("step {at}: {wrong}"));
                }
                None => break,
            }
        }
    }
}

#[test]
fn a_release_is_all_old_or_all_new_wherever_it_is_stopped() {
    let (old, new) = (old(), new());
    for (fault, title) in Fault::ALL.into_iter().zip([
        "Kills while a release is written",
        "Power cuts while a release is written",
        "Full disks while a release is written",
    ]) {
        let mut tally = Tally::default();
        every_step(&mut tally, fault, (Some(&old), &new));
        every_step(&mut tally, fault, (None, &new));
        tally.hold(title);
    }
}

/// A second kill while the next run takes up what the first left.
fn twice(tally: &mut Tally, (old, new, third): (&Files, &Files, &Files), exchanges: bool, every: usize) {
    let kind = format!("exchange: {exchanges}");
    let mut first = 0;
    loop {
        let mut second = first % every;
        loop {
            let place = place(Some(old));
            let target = place.path().join("2027");
            let disk = Failing::new(Fault::Kill, first, exchanges);
            let _ = publish(&disk, &target, new);
            if !disk.failed() {
                return;
            }
            let again = Failing::new(Fault::Kill, second, exchanges);
            let _ = publish(&again, &target, third);
            if !again.failed() {
                break;
            }
            drop(Folder::take(&System, &target, Access::Open).unwrap());
            let held = held(&target);
            if [old, new, third].contains(&&held) && names(place.path()) == ["2027"] {
                tally.count(&kind, "all of one");
            } else {
                tally.count(&kind, "wrong");
                tally.wrong(&kind, format!("steps {first} and {second}: {:?}, {:?}", held.keys(), names(place.path())));
            }
            second += every;
        }
        first += 1;
    }
}

#[test]
fn a_run_that_takes_up_what_was_left_may_be_stopped_too() {
    let third = files(&[("manifest.json", "third manifest"), ("chapter.pdf", "the third text")]);
    let mut tally = Tally::default();
    for exchanges in [true, false] {
        twice(&mut tally, (&old(), &new(), &third), exchanges, 3);
    }
    tally.hold("Two kills, one after the other, in every run");
}

#[test]
#[ignore = "some minutes: just kills"]
fn a_folder_as_large_as_a_real_release_is_stopped_twice() {
    let mut tally = Tally::default();
    for exchanges in [true, false] {
        twice(&mut tally, (&many("old"), &many("new"), &many("third")), exchanges, 7);
    }
    tally.hold("Two kills, one after the other");
}

#[test]
fn files_among_others_are_all_old_or_all_new_after_the_next_run() {
    let old = files(&[("a.svg", "old picture"), ("a.csv", "old,table"), ("b.csv", "another's"), ("same.csv", "1")]);
    let asked = files(&[("a.svg", "new picture"), ("a.csv", "new,table"), ("c.png", "new"), ("same.csv", "1")]);
    let new: Files = old.clone().into_iter().chain(asked.clone()).collect();
    let mut tally = Tally::default();
    for fault in Fault::ALL {
        for at in 0.. {
            let place = place(Some(&old));
            let folder = place.path().join("2027");
            let disk = Failing::new(fault, at, true);
            let done = Set::take(&disk, &folder, Access::Open).and_then(|set| set.write(&asked));
            if !disk.failed() {
                assert_eq!(done.unwrap(), 3);
                break;
            }
            let kind = format!("{fault:?}");
            // Each is whole at once, whatever was in the middle of it.
            let whole = held(&folder).iter().all(|(name, bytes)| {
                name.contains(".assess-") || [old.get(name), new.get(name)].contains(&Some(bytes))
            });
            let ended_well = done.is_ok();
            let seen = held(&folder);
            drop(Set::take(&System, &folder, Access::Open).unwrap());
            let outcome = standing(&folder, Some(&old), &new);
            let wrong = disk.wrong();
            match outcome {
                Ok(outcome)
                    if whole
                        && wrong.is_empty()
                        && (!ended_well
                            || seen
                                .iter()
                                .all(|file| new.get(file.0) == Some(file.1) || file.0.contains(".assess-"))) =>
                {
                    tally.count(&kind, outcome);
                }
                other => {
                    tally.count(&kind, "wrong");
                    tally.wrong(&kind, format!("step {at}: {other:?} {wrong:?} whole: {whole}"));
                }
            }
        }
    }
    tally.hold("Kills, power cuts and full disks while files are written among others");
}

#[test]
fn a_single_file_is_old_or_new_and_nothing_is_left_beside_it() {
    let mut tally = Tally::default();
    for (kind, before) in
        [("over another", Some("old text")), ("where none was", None), ("never over another", Some("old text"))]
    {
        for fault in Fault::ALL {
            for at in 0.. {
                let place = tempfile::tempdir().unwrap();
                let path = place.path().join("sources.lock");
                before.iter().for_each(|text| fs::write(&path, text).unwrap());
                let disk = Failing::new(fault, at, true);
                let write = |disk: &dyn writing::Disk| match kind {
                    "never over another" => {
                        writing::fresh(disk, &path, b"new text", Access::Open).map(|made| assert!(!made))
                    }
                    _ => writing::whole(disk, &path, b"new text", Access::Open).map(drop),
                };
                let done = write(&disk);
                if !disk.failed() {
                    done.unwrap();
                    break;
                }
                let found = fs::read_to_string(&path).ok();
                write(&System).unwrap();
                let after = fs::read_to_string(&path).unwrap();
                let expected = if kind == "never over another" { "old text" } else { "new text" };
                let right =
                    found.as_deref() == before || found.as_deref() == Some("new text") && kind != "never over another";
                let succeeded = done.is_ok() && found.as_deref() != Some(expected);
                if right
                    && !succeeded
                    && after == expected
                    && names(place.path()) == ["sources.lock"]
                    && disk.wrong().is_empty()
                {
                    tally.count(kind, if found.as_deref() == Some("new text") { "new" } else { "old" });
                } else {
                    tally.count(kind, "wrong");
                    tally.wrong(
                        kind,
                        format!("{fault:?} at step {at}: {found:?}, then {after:?}, {:?}", names(place.path())),
                    );
                }
            }
        }
    }
    tally.hold("Kills, power cuts and full disks while one file is written");
}

#[test]
fn what_is_put_there_in_the_last_moment_is_put_back() {
    for exchanges in [true, false] {
        let place = place(Some(&old()));
        let target = place.path().join("2027");
        let disk = Failing::new(Fault::Kill, usize::MAX, exchanges);
        let asked = std::cell::Cell::new(0);
        let folder = Folder::take(&disk, &target, Access::Open).unwrap();
        let refused = folder.replace(&new(), &|_| {
            asked.set(asked.get() + 1);
            if asked.get() == 1 { Ok(()) } else { Err(Failure::cannot_run("a file more", "move it")) }
        });
        assert!(refused.unwrap_err().to_string().contains("a file more"));
        assert_eq!((held(&target), names(place.path())), (old(), vec!["2027".to_owned()]));
    }
}

#[test]
fn a_file_that_did_not_change_keeps_its_time_and_its_neighbours_do_not() {
    let place = place(Some(&old()));
    let target = place.path().join("2027");
    let time = |name: &str| fs::metadata(target.join(name)).unwrap().modified().unwrap();
    let (kept, changed) = (time("figures/a.csv"), time("chapter.pdf"));
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(publish(&System, &target, &new()).unwrap(), 3);
    assert_eq!(time("figures/a.csv"), kept);
    assert!(time("chapter.pdf") > changed);
    let changed = time("chapter.pdf");
    assert_eq!(publish(&System, &target, &new()).unwrap(), 0);
    assert_eq!(time("chapter.pdf"), changed);
}
