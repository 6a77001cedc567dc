//! What a definition's file may not say. Each kind of fault has its fixture in `tests/invalid` too; here are the other ways to it.

use assess::fault::Fault;

use super::{file, read};
use crate::project::Project;

/// The faults as printed, after one change to one file.
fn refused(id: &str, find: &str, replace: &str) -> Vec<String> {
    let project = Project::copy();
    project.replace(&file(id), find, replace);
    read(&project).unwrap_err().iter().map(Fault::to_string).collect()
}

/// The identifier belongs to a fixture on returns already, so this way to it is tested here.
#[test]
fn an_override_of_an_unknown_definition_is_refused() {
    let faults = refused("cocad", "[override.csae]", "[override.csea]");
    assert_eq!(
        faults,
        ["error[definition-unknown]: the override names `csea`, which has no file in data/definitions\n  \
          --> data/definitions/cocad.toml:28:11\n  remedy: did you mean `csae`?"]
    );
}

#[test]
fn values_outside_the_closed_sets_are_refused_with_their_line() {
    let cases = [
        (r#"link = "acting-together""#, r#"link = "acting""#, ":17:8", "expected one of `known-or-associated`"),
        ("minimum_people = 2", "minimum_people = 4", ":15:18", "expected 1, 2, 3, \"group\" or \"not-stated\""),
        ("minimum_people = 2", "minimum_people = \"two\"", ":15:18", "expected 1, 2, 3, \"group\" or \"not-stated\""),
        ("version = 1", "version = 0", ":4:11", "nonzero"),
        (r#"unit = "crimes""#, r#"unit = "offences""#, ":11:8", "expected one of `crimes`"),
        (r#"peer = "included""#, "", ":14:1", "missing field `peer`"),
        (r#"["link", "victim_age"]"#, r#"["links"]"#, ":9:15", "unknown variant `links`"),
        (r#"relation = "narrower""#, r#"relation = "smaller""#, ":29:12", "unknown variant `smaller`"),
        (r#"relation = "narrower""#, r#"relation = "different-unit""#, ":29:12", "unknown variant `different-unit`"),
    ];
    for (find, replace, line, message) in cases {
        let faults = refused("cocad", find, replace);
        let [fault] = faults.as_slice() else { panic!("{replace}: {faults:?}") };
        assert!(fault.starts_with("error[settings-invalid]: "), "{fault}");
        assert!(fault.contains(&format!("--> data/definitions/cocad.toml{line}\n")), "{fault}");
        assert!(fault.contains(message) && fault.contains("\n  remedy: "), "{fault}");
    }
}

#[test]
fn faults_of_several_files_are_reported_together() {
    let project = Project::copy();
    project.replace(&file("cocad"), "minimum_people = 2", "minimum_people = 4");
    project.replace(&file("cse-flag"), "[override.csae]", "[override.csae-all]");
    let faults = read(&project).unwrap_err();
    // That cocad could not be read is one fault, not another for every override that names it.
    let ids: Vec<&str> = faults.iter().map(|fault| fault.id).collect();
    assert_eq!(ids, ["settings-invalid", "definition-unknown"]);
}
