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
          --> data/definitions/cocad.toml:29:11\n  remedy: did you mean `csae`?"]
    );
}

#[test]
fn values_outside_the_closed_sets_are_refused_with_their_line() {
    let cases = [
        (r#"link = "acting-together""#, r#"link = "acting""#, ":18:8", "expected one of `known-or-associated`"),
        ("minimum_people = 2", "minimum_people = 4", ":16:18", "expected 1, 2, 3, \"group\" or \"not-stated\""),
        ("minimum_people = 2", "minimum_people = \"two\"", ":16:18", "expected 1, 2, 3, \"group\" or \"not-stated\""),
        ("version = 1", "version = 0", ":4:11", "nonzero"),
        (r#"unit = "crimes""#, r#"unit = "offences""#, ":12:8", "expected one of `crimes`"),
        (r#"peer = "included""#, "", ":15:1", "missing field `peer`"),
        (r#"["link", "victim_age"]"#, r#"["links"]"#, ":10:15", "unknown variant `links`"),
        (r#"relation = "narrower""#, r#"relation = "smaller""#, ":30:12", "unknown variant `smaller`"),
        (r#"relation = "narrower""#, r#"relation = "different-unit""#, ":30:12", "unknown variant `different-unit`"),
    ];
    for (find, replace, line, message) in cases {
        let faults = refused("cocad", find, replace);
        let [fault] = faults.as_slice() else { panic!("{replace}: {faults:?}") };
        assert!(fault.starts_with("error[settings-invalid]: "), "{fault}");
        assert!(fault.contains(&format!("--> data/definitions/cocad.toml{line}\n")), "{fault}");
        assert!(fault.contains(message) && fault.contains("\n  remedy: "), "{fault}");
    }
}

/// Words of others are marked, have a place and a licence, and were read; what is marked is theirs.
#[test]
fn whose_words_a_definition_is_in_is_said_and_held() {
    let quoted = "[[quoted]]\nwords = \"multiple interconnected offenders\"\nplace = \"opening of the paper\"\nlicence = \"OGL v3.0\"\n";
    let cases = [
        ("place = \"opening of the paper\"", "place = \"\"", "is quoted without its place or its licence"),
        ("licence = \"OGL v3.0\"", "licence = \" \"", "is quoted without its place or its licence"),
        ("verified = \"found\"", "verified = \"unverified\"", "quoted from a source that was not read"),
        ("“multiple interconnected offenders”", "several offenders", "does not stand in quotation marks in the text"),
        (quoted, "", "stands in quotation marks and has no place"),
        ("own-words", "quotation", "said to be a quotation and is not one whole one"),
    ];
    for (find, replace, what) in cases {
        let faults = refused("home-office-group-based", find, replace);
        let [fault] = faults.as_slice() else { panic!("{replace}: {faults:?}") };
        assert!(fault.starts_with("error[definition-wording]: ") && fault.contains(what), "{fault}");
        assert!(fault.contains("--> data/definitions/home-office-group-based.toml:"), "{fault}");
    }
    let faults = refused("cocad", "wording = \"own-words\"\n", "");
    assert!(faults[0].contains("missing field `wording`"), "{faults:?}");

    let said = |id: &str| super::shipped().get(id).unwrap().whose_words();
    assert_eq!(said("iicsa-organised-network"), "In our own words, after the source, paragraphs 20 and 21.");
    assert_eq!(said("cocad"), "In our own words, after reports of it.");
    assert_eq!(said("organised-crime-group"), "In our own words, not checked against the source.");
    assert_eq!(
        said("home-office-group-based"),
        "In our own words, after the source; what stands in quotation marks is its owner’s (opening of the paper; OGL v3.0)."
    );
    let project = Project::copy();
    let whole = "text = \"“multiple interconnected offenders”\"";
    let text = project.text(&file("home-office-group-based"));
    let line = text.lines().find(|line| line.starts_with("text = ")).unwrap().to_owned();
    project.write(&file("home-office-group-based"), text.replace(&line, whole).replace("own-words", "quotation"));
    let one = read(&project).unwrap();
    assert_eq!(
        one.get("home-office-group-based").unwrap().whose_words(),
        "In the words of its owner (opening of the paper; OGL v3.0)."
    );
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
