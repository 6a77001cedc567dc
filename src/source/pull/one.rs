//! One file: asked for, checked, stored, and held against the lock.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::ask::{Arrived, Download, Fetch, Validators};
use super::fetch::{self, Asker};
use super::items::{Item, Statement};
use super::kinds::{self, About, Step};
use super::secret::Credential;
use super::{Difference, Outcome, Shared, State, admitted, change, content, seen};
use crate::fault::Fault;
use crate::source::catalogue::{Format, Kind};
use crate::source::lock::Locked;
use crate::source::store::Held;

/// Most steps of a plan: a server that pages for ever is stopped.
const STEPS: usize = 2_000;

/// What the publisher offers.
enum Offer {
    /// What is pinned.
    Unchanged,
    /// A file in the store.
    Stored(Box<Locked>),
    /// Nothing yet.
    Absent,
}

/// Pulls one file.
pub(super) fn pull(shared: &Shared<'_>, item: &Item) -> Outcome {
    let mut notice = String::new();
    let state = state(shared, item, &mut notice).unwrap_or_else(State::Failed);
    let refused = match &state {
        State::New | State::Changed(_) | State::Updated(_) | State::Restored => refused(shared, item, &state),
        State::Pinned | State::Absent | State::Planned(_) | State::Failed(_) => Vec::new(),
    };
    Outcome { key: item.key.clone(), state, notice, refused }
}

fn state(shared: &Shared<'_>, item: &Item, notice: &mut String) -> Result<State, Fault> {
    let pinned = shared.lock.lock().unwrap_or_else(PoisonError::into_inner).get(&item.key).cloned();
    let options = shared.options;
    if options.dry_run {
        let known = pinned.as_ref().is_some_and(|locked| shared.store.held(&locked.sha256) == Held::Whole);
        let asks =
            if options.offline { "nothing would be asked".to_owned() } else { format!("would ask {}", item.asked()) };
        return Ok(State::Planned(if known { format!("{asks}; pinned and held") } else { asks }));
    }
    let held = pinned.as_ref().map_or(Held::Missing, |locked| shared.store.held(&locked.sha256));
    let update = options.update.contains(&item.source.id) || options.update.contains(&item.key);
    if options.offline {
        return offline(shared, item, pinned, held, update);
    }
    let known = pinned.as_ref().filter(|locked| held == Held::Whole && locked.url == item.asked());
    let offered = match offer(shared, item, known, notice)? {
        Offer::Unchanged => {
            seen::forget(shared.store, &item.key);
            return Ok(State::Pinned);
        }
        Offer::Absent if pinned.is_none() => return Ok(State::Absent),
        Offer::Absent => {
            return Err(item.fault(
                "return-gone",
                "the return that is pinned is no longer there",
                "ask the force whether it was withdrawn; the pinned one stays in use",
            ));
        }
        Offer::Stored(offered) => *offered,
    };
    let Some(pinned) = pinned else {
        if options.locked {
            let what = "it is not pinned, and --locked allows no change of the lock";
            return Err(item.fault("lock-would-change", what, "pull without --locked, and review data/sources.lock"));
        }
        pin(shared, offered)?;
        return Ok(State::New);
    };
    if offered.sha256 == pinned.sha256 {
        if let Some(what) = edited(&pinned, &offered, &options.now) {
            let remedy = "restore data/sources.lock from version control: the program alone writes it";
            return Err(item.fault("lock-invalid", &what, remedy));
        }
        seen::forget(shared.store, &item.key);
        if let Some(told) = otherwise(&pinned, &offered).filter(|_| !update) {
            *notice = if notice.is_empty() { told } else { format!("{notice}; {told}") };
        }
        if update && offered.url != pinned.url {
            // The same bytes at a new address: the lock says where they are to be had now.
            pin(shared, Locked { first_seen: pinned.first_seen, replaced: pinned.replaced, ..offered })?;
        }
        return Ok(if held == Held::Whole { State::Pinned } else { State::Restored });
    }
    let difference = difference(shared, item, &pinned, &offered);
    if update && !options.locked {
        pin(shared, Locked { replaced: pinned.sha256, ..offered })?;
        return Ok(State::Updated(difference));
    }
    seen::note(shared.store, &offered)?;
    match (options.locked, held) {
        (true, _) => Err(item.fault(
            "lock-would-change",
            "the file is not the one that is pinned, and --locked allows no change of the lock",
            &format!("look at it with `assess pull --only {0}`, and adopt it with --update {0}", item.source.id),
        )),
        (false, Held::Whole) => Ok(State::Changed(difference)),
        (false, _) => Err(item.fault(
            "pinned-lost",
            "the pinned bytes are not in the store, and the publisher offers others",
            &format!("take the store of another machine, or adopt the new ones with --update {}", item.source.id),
        )),
    }
}

/// Holds the store against the lock, and asks nobody.
fn offline(shared: &Shared<'_>, item: &Item, pinned: Option<Locked>, held: Held, update: bool) -> Result<State, Fault> {
    let remedy = format!("run `assess pull --only {}` with a network", item.source.id);
    let Some(pinned) = pinned else {
        if item.source.kind == Kind::Inbox {
            return Ok(State::Absent);
        }
        return Err(item.fault("source-unpinned", "nothing is pinned for it", &remedy));
    };
    let offered = seen::get(shared.store, &item.key).filter(|offered| offered.sha256 != pinned.sha256);
    if let Some(offered) = offered.filter(|offered| shared.store.held(&offered.sha256) == Held::Whole) {
        let difference = difference(shared, item, &pinned, &offered);
        if update && !shared.options.locked {
            pin(shared, Locked { replaced: pinned.sha256, ..offered })?;
            return Ok(State::Updated(difference));
        }
        if held == Held::Whole {
            return Ok(State::Changed(difference));
        }
    }
    match held {
        Held::Whole => Ok(State::Pinned),
        Held::Missing => Err(item.fault("store-missing", "it is pinned, and not in the store", &remedy)),
        Held::Damaged => Err(item.fault("store-damaged", "its bytes in the store are not those pinned", &remedy)),
    }
}

/// Walks through the plan of the file's kind.
fn offer(shared: &Shared<'_>, item: &Item, known: Option<&Locked>, notice: &mut String) -> Result<Offer, Fault> {
    let options = shared.options;
    let credential = Credential::find(item.source.auth.as_ref(), shared.root, options.environment, &item.place())?;
    let limits = shared.catalogue.limits();
    let asker = Asker {
        clients: &shared.clients,
        hosts: &limits.hosts,
        credential: &credential,
        store: shared.store,
        key: &item.key,
        place: item.place(),
        largest: item.source.largest_bytes.unwrap_or(limits.largest_bytes),
        until: fetch::deadline(limits.longest_seconds),
        parts: &shared.parts,
        progress: shared.progress,
    };
    let mut plan = kinds::plan(item);
    let mut step = plan.next(None).map_err(|fault| credential.scrub_fault(fault))?;
    for _ in 0..STEPS {
        let answer = match step {
            Step::Ask(request) => asker.ask(&request)?,
            last => {
                let about = plan.about();
                *notice = credential.scrub(&about.notice);
                return end(shared, item, &asker, known, about, last);
            }
        };
        step = plan.next(Some(&answer)).map_err(|fault| credential.scrub_fault(fault))?;
    }
    Err(item.fault("answer-endless", "the server sends page after page without end", super::trouble::ASK_PUBLISHER))
}

/// The last step: the file itself.
fn end(
    shared: &Shared<'_>,
    item: &Item,
    asker: &Asker<'_>,
    known: Option<&Locked>,
    about: About,
    step: Step,
) -> Result<Offer, Fault> {
    let format = item.source.form();
    let mut locked = Locked {
        key: item.key.clone(),
        path: item.path.clone(),
        url: item.asked().to_owned(),
        released: about.released,
        first_seen: shared.options.now.clone(),
        notice: asker.credential.scrub(&about.notice),
        ..Locked::default()
    };
    match step {
        Step::Download(request) => {
            let request_url = request.url.clone();
            // A page may leave it to its attachment which form there is.
            let format = match item.source.format {
                Some(format) => format,
                None => kinds::format_of_address(&request_url).unwrap_or(format),
            };
            let held = known.filter(|locked| locked.reached == request_url || locked.url == request_url);
            let held = held
                .map(|locked| Validators { etag: locked.etag.clone(), last_modified: locked.last_modified.clone() });
            let arrived = match asker.download(&request, held.as_ref()) {
                Ok(Download::Unchanged) => return Ok(Offer::Unchanged),
                Ok(Download::File(arrived)) => arrived,
                Err(fault) if fault.id == "not-found" && item.source.kind == Kind::Inbox => return Ok(Offer::Absent),
                Err(fault) => return Err(fault),
            };
            let Arrived { file, reached, media_type, validators } = arrived;
            checked(item, &file, format, &media_type)?;
            let (sha256, bytes) = shared.store.adopt(&file)?;
            let Validators { etag, last_modified } = validators;
            locked = Locked { reached, sha256, bytes, media_type, etag, last_modified, ..locked };
        }
        Step::Made(bytes) => {
            admitted::check_bytes(item, &bytes)?;
            locked.reached.clone_from(&locked.url);
            locked.bytes = bytes.len() as u64;
            locked.sha256 = shared.store.put(&bytes)?;
        }
        Step::Read(path) => {
            let named = path.file_name().and_then(|name| name.to_str()).and_then(Format::of_name);
            let format = named.unwrap_or(format);
            let copy = copy(shared, item, &path, asker.largest)?;
            checked(item, &copy, format, "")?;
            (locked.sha256, locked.bytes) = shared.store.adopt(&copy)?;
            locked.reached = path.display().to_string();
            locked.path = format!("fetched/{}.{}", item.key, format.ending());
        }
        Step::Query(statement) => {
            let file = queried(shared, item, asker, &statement)?;
            checked(item, &file, format, "")?;
            locked.reached.clone_from(&locked.url);
            (locked.sha256, locked.bytes) = shared.store.adopt(&file)?;
        }
        Step::Absent | Step::Ask(_) => return Ok(Offer::Absent),
    }
    locked.etag = asker.credential.scrub(&locked.etag);
    Ok(Offer::Stored(Box::new(locked)))
}

/// What a database gives, as a file beside the store.
#[cfg(feature = "sql")]
fn queried(shared: &Shared<'_>, item: &Item, asker: &Asker<'_>, statement: &Statement) -> Result<PathBuf, Fault> {
    super::database::fetch(shared, item, asker, statement)
}

/// What is pinned is read without; only to pull takes the part that speaks to databases.
#[cfg(not(feature = "sql"))]
fn queried(_: &Shared<'_>, item: &Item, _: &Asker<'_>, _: &Statement) -> Result<PathBuf, Fault> {
    Err(item.fault(
        "sql-not-built",
        "it comes from a database, and this program was built without",
        "build it with `--features sql`; what is pinned already is read without",
    ))
}

/// Checks what arrived; what is not what was promised is thrown away, so that it can never be taken for it.
fn checked(item: &Item, file: &Path, format: Format, media_type: &str) -> Result<(), Fault> {
    let checked = content::check(file, format, media_type).map_err(|(id, what, remedy)| {
        let password = (id == "content-wrong").then(|| admitted::password(item, file)).flatten();
        password.unwrap_or_else(|| item.fault(id, &what, remedy))
    });
    checked.and_then(|()| admitted::check(item, file)).inspect_err(|_| {
        let _ = fs::remove_file(file);
    })
}

/// Copies a file of an inbox beside the store, so that it cannot change while it is checked.
fn copy(shared: &Shared<'_>, item: &Item, path: &Path, largest: u64) -> Result<PathBuf, Fault> {
    let refuse = |id, what: &str, remedy: &str| Err(item.fault(id, what, remedy));
    let unreadable = |error: std::io::Error| {
        let remedy = match error.kind() {
            std::io::ErrorKind::PermissionDenied => "ask whoever owns the folder to let you read the file",
            _ => "close it where it is open, and pull again",
        };
        item.fault("inbox-unreadable", &format!("it cannot be read: {}", crate::source::project::said(&error)), remedy)
    };
    let data = fs::symlink_metadata(path).map_err(unreadable)?;
    if !data.is_file() {
        return refuse("path-refused", "it is not a plain file but a link or a folder", "put the file itself there");
    }
    if data.len() > largest {
        let what = format!("the file is larger than {largest} bytes, the most that is accepted");
        return refuse("too-large", &what, "look at the file; if it is right, raise largest_bytes of the source");
    }
    let name = crate::source::sha256(item.key.as_bytes());
    let to = shared.store.side(super::partial::PARTIAL)?.join(format!("{name}.copy"));
    let mut from = fs::File::open(path).map_err(unreadable)?;
    let mut file = fs::File::create(&to).map_err(|error| shared.store.refuse(&error))?;
    std::io::copy(&mut from, &mut file).map_err(|error| {
        let _ = fs::remove_file(&to);
        shared.store.refuse(&error)
    })?;
    Ok(to)
}

/// What the lock says of bytes that are the pinned ones, and that is not so.
fn edited(pinned: &Locked, offered: &Locked, now: &str) -> Option<String> {
    let fields = [
        ("bytes", pinned.bytes.to_string(), offered.bytes.to_string()),
        ("path", pinned.path.clone(), offered.path.clone()),
    ];
    let wrong = fields.into_iter().find(|(_, pinned, offered)| pinned != offered);
    let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
    let is_to_come = instant(&pinned.first_seen).zip(instant(now)).is_some_and(|(first, now)| first > now);
    wrong.map(|(field, pinned, offered)| format!("the lock says {field} = {pinned}, and it is {offered}")).or_else(
        || is_to_come.then(|| format!("the lock says first_seen = {}, which is yet to come", pinned.first_seen)),
    )
}

/// What the lock says otherwise than server and catalogue, of bytes that are the pinned ones: told, and left to whoever reviews it. How a
/// server names the same bytes (validators, the host that served them) changes from day to day, and is not.
fn otherwise(pinned: &Locked, offered: &Locked) -> Option<String> {
    let fields = [
        ("url", &pinned.url, &offered.url),
        ("media_type", &pinned.media_type, &offered.media_type),
        ("released", &pinned.released, &offered.released),
        ("notice", &pinned.notice, &offered.notice),
    ];
    let names: Vec<&str> =
        fields.into_iter().filter(|(_, pinned, offered)| pinned != offered).map(|(name, ..)| name).collect();
    (!names.is_empty())
        .then(|| format!("the bytes are those pinned, and the lock says otherwise of {}", names.join(", ")))
}

/// Pins a file, and writes the lock at once: a pull that is killed keeps what it had.
fn pin(shared: &Shared<'_>, locked: Locked) -> Result<(), Fault> {
    let key = locked.key.clone();
    let mut lock = shared.lock.lock().unwrap_or_else(PoisonError::into_inner);
    let mut next = lock.clone();
    next.pin(locked);
    next.write(shared.root)?;
    *lock = next;
    seen::forget(shared.store, &key);
    Ok(())
}

/// A file as its contract reads it.
fn by_contract(shared: &Shared<'_>, item: &Item, locked: &Locked) -> Option<Result<change::TextTable, Vec<Fault>>> {
    let bytes = shared.store.bytes(locked).ok()?;
    shared.options.contracts?.read(&item.source, locked.named(), &bytes)
}

/// What the contract refuses of the file that is offered now, or pinned.
fn refused(shared: &Shared<'_>, item: &Item, state: &State) -> Vec<Fault> {
    let locked = match state {
        State::Changed(_) => seen::get(shared.store, &item.key),
        _ => shared.lock.lock().unwrap_or_else(PoisonError::into_inner).get(&item.key).cloned(),
    };
    let read = locked.and_then(|locked| by_contract(shared, item, &locked));
    read.and_then(Result::err).unwrap_or_default()
}

fn difference(shared: &Shared<'_>, item: &Item, before: &Locked, after: &Locked) -> Difference {
    let table = |locked: &Locked| {
        let bytes = shared.store.bytes(locked).ok()?;
        change::read(&bytes, &locked.path, &item.source.sheet)
    };
    let read = |locked: &Locked| by_contract(shared, item, locked).and_then(Result::ok);
    // Where the contract reads both, they are compared as it reads them; else as the tables stand.
    let pair = read(before).zip(read(after)).or_else(|| table(before).zip(table(after)));
    let changes = pair.map(|(old, new)| {
        let key = if item.source.key.is_empty() { &new.key } else { &item.source.key };
        change::compare(&old, &new, key)
    });
    let one = |locked: &Locked| (locked.sha256.clone(), locked.bytes);
    Difference { before: one(before), after: one(after), changes }
}
