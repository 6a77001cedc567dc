//! `assess typeset`, which the program gives to itself: a job from standard input, its answer to standard output; or one after another.

use std::io;
use std::process::ExitCode;

use crate::chapter::typesetting;
use crate::fault::Failure;

pub(super) fn run(stay: bool) -> Result<ExitCode, Failure> {
    let served = match stay {
        true => typesetting::serve_many(io::stdin().lock(), io::stdout()),
        false => typesetting::serve(io::stdin().lock(), io::stdout()),
    };
    served.map(|()| ExitCode::SUCCESS).map_err(|error| {
        let what = format!("no document could be made of what was given: {error}");
        Failure::cannot_run(what, "this command is for the program itself: use `assess build`")
    })
}
