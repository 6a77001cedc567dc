//! `assess pull --withdraw`: takes the pins of files out of the lock, by name. The build goes on without them.
//!
//! In: keys of the lock. Out: what was pinned under them. The bytes stay in the store; what an inbox still holds is pinned anew by the next
//! pull.

use super::guard::Guard;
use super::seen;
use crate::fault::{Failure, nearest};
use crate::source::Project;
use crate::source::lock::{Lock, Locked};

/// Takes them out. A name that is no key is an error before anything is changed.
pub fn withdraw(project: &Project, keys: &[String]) -> Result<Vec<Locked>, Failure> {
    let _guard = Guard::take(project)?;
    let mut lock = Lock::read(project.root())?;
    let mut withdrawn = Vec::new();
    for key in keys {
        let Some(locked) = lock.withdraw(key) else {
            let remedy = match nearest(key, lock.iter().map(|locked| locked.key.as_str())) {
                Some(near) => format!("did you mean `{near}`? `assess pull --status` lists the keys"),
                None => "name a key as `assess pull --status` lists it".to_owned(),
            };
            return Err(Failure::cannot_run(format!("nothing is pinned under `{key}`; nothing was changed"), remedy));
        };
        withdrawn.push(locked);
    }
    lock.write(project.root())?;
    withdrawn.iter().for_each(|locked| seen::forget(project.store(), &locked.key));
    Ok(withdrawn)
}
