//! The reference of the commands, `docs/commands.md`: what each says of itself, as one page.

use std::fmt::Write;

use clap::CommandFactory;

use crate::cli::Arguments;

/// Where the page stands.
pub const PAGE: &str = "docs/commands.md";

/// Letters in a line of the page.
const WIDTH: usize = 120;

/// The page. Writing to a `String` cannot fail, so its results are not looked at.
pub fn reference() -> String {
    let mut page = String::from(
        "# Commands\n\nWhat `assess help` says of each command. Made by `assess schemas` from the program itself; a test holds it.\n",
    );
    let mut program = Arguments::command().term_width(WIDTH).max_term_width(WIDTH);
    program.build();
    let mut section = |name: &str, help: &str| {
        let help: Vec<&str> = help.trim().lines().map(str::trim_end).collect();
        let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", help.join("\n"));
    };
    section("assess", &program.render_help().to_string());
    for command in
        program.get_subcommands_mut().filter(|command| !command.is_hide_set() && command.get_name() != "help")
    {
        let name = format!("assess {}", command.get_name());
        section(&name, &command.render_help().to_string());
    }
    page
}
