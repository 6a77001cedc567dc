//! Every kind of source from end to end, against a server that answers in the shapes of the publishers' own examples.

use std::sync::{Arc, Mutex};

use assess::source::pull::{Outcome, State};
use assess::source::reader;
use serde_json::{Value, json};

use super::desk::{Desk, Wish, source};
use super::server::{Asked, Reply, Server};
use crate::workbooks::{ods, xlsx};

const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MARCH: [&[&str]; 4] = [
    &["Police recorded crime, year ending March 2026 [note 1]"],
    &["Force", "Period", "Offence Code", "Count"],
    &["Avon and Somerset", "2024/25", "71", "10"],
    &["Wiltshire", "2024/25", "71", "7"],
];
/// A value revised, a row of a new period.
const JUNE: [&[&str]; 5] = [
    &["Police recorded crime, year ending June 2026 [note 1]"],
    &["Force", "Period", "Offence Code", "Count"],
    &["Avon and Somerset", "2024/25", "71", "12"],
    &["Wiltshire", "2024/25", "71", "7"],
    &["Wiltshire", "2025/26", "71", "3"],
];

/// A statistics page as the content API gives it, with these attachments.
fn page(attachments: &[(&str, &str)], withdrawn: &Value) -> Value {
    let attachments: Vec<Value> = attachments
        .iter()
        .map(|(title, url)| json!({"attachment_type": "file", "title": title, "url": url, "accessible": false}))
        .collect();
    json!({
        "base_path": "/government/statistics/crime", "schema_name": "publication", "document_type": "official_statistics",
        "public_updated_at": "2026-04-23T09:30:00.000+01:00", "withdrawn_notice": withdrawn,
        "details": {"attachments": attachments, "body": "<div class=\"govspeak\"><p>Tables.</p></div>"}, "links": {},
    })
}

/// GOV.UK with one page, which the test can replace, and two workbooks.
fn govuk(first: Value) -> (Server, Arc<Mutex<Value>>) {
    let served = Arc::new(Mutex::new(first));
    let shown = Arc::clone(&served);
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/api/content/government/statistics/crime" => Reply::json(&shown.lock().unwrap()),
        "/media/1/crime-mar26.ods" if asked.header("if-none-match") == "\"march\"" => Reply::status(304),
        "/media/1/crime-mar26.ods" => Reply::new(200, ODS, ods("PFA 2024_25 ", &MARCH)).with("ETag", "\"march\""),
        "/media/2/crime-jun26.ods" => Reply::new(200, ODS, ods("PFA 2024_25", &JUNE)),
        "/media/1/crime-mar26.csv" => Reply::csv("Force,Count\nWiltshire,7\n"),
        _ => Reply::status(404),
    });
    (server, served)
}

fn of_page(server: &Server, more: &str) -> Desk {
    let url = server.url("/government/statistics/crime");
    Desk::new(&source("crime", &format!("kind = \"govuk\"\nurl = \"{url}\"\n{more}")))
}

const MARCH_FILES: [(&str, &str); 3] = [
    ("Crime, year ending March 2026 (CSV)", "/media/1/crime-mar26.csv"),
    ("Crime, year ending March 2026", "/media/1/crime-mar26.ods"),
    ("User guide, June 2026", "/media/3/guide.pdf"),
];

#[test]
fn a_statistics_page_leads_to_its_newest_workbook_and_a_newer_one_is_told_as_what_changed() {
    let (server, served) = govuk(page(&MARCH_FILES, &json!({})));
    let desk = of_page(&server, "");
    let outcome = desk.one(&Wish::default());
    assert_eq!((outcome.state, outcome.notice.as_str()), (State::New, ""));
    let pinned = desk.pinned("crime");
    assert_eq!(pinned.url, server.url("/government/statistics/crime"));
    assert_eq!(pinned.reached, server.url("/media/1/crime-mar26.ods"));
    assert_eq!((pinned.released.as_str(), pinned.media_type.as_str()), ("2026-04-23", ODS));
    assert_eq!(pinned.path, "fetched/crime.ods");
    let grids = reader::sheets(&desk.built("fetched/crime.ods").unwrap(), "crime", &[]).unwrap();
    assert_eq!(grids[0].rows[2].cell(0).text(), "Avon and Somerset");
    // The same attachment is asked for conditionally.
    server.forget();
    assert_eq!(desk.one(&Wish::default()).state, State::Pinned);
    assert_eq!(server.asked()[1].header("if-none-match"), "\"march\"");
    // Three months later the page has a newer one too.
    let newer = ("Crime, year ending June 2026", "/media/2/crime-jun26.ods");
    *served.lock().unwrap() = page(&[MARCH_FILES.as_slice(), &[newer]].concat(), &json!({}));
    let State::Changed(difference) = desk.one(&Wish::default()).state else { panic!("not told") };
    let changes = difference.changes.unwrap();
    assert_eq!((changes.rows, changes.added, changes.removed, changes.revised), ((2, 3), 1, 0, 1));
    assert_eq!(changes.new_periods, ["2025/26"]);
    let revision = &changes.revisions[0];
    assert_eq!(revision.row, "Avon and Somerset, 2024/25, 71");
    assert_eq!((revision.before.as_str(), revision.after.as_str()), ("10", "12"));
    assert_eq!(desk.pinned("crime"), pinned);
}

#[test]
fn the_form_wanted_of_a_page_is_taken_and_csv_where_there_is_no_workbook() {
    let (server, _) = govuk(page(&MARCH_FILES, &json!({})));
    let desk = of_page(&server, "format = \"csv\"");
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    assert_eq!(desk.built("fetched/crime.csv").unwrap(), b"Force,Count\nWiltshire,7\n");
    let (server, _) = govuk(page(&MARCH_FILES[..1], &json!({})));
    assert_eq!(of_page(&server, "").one(&Wish::default()).state, State::New);
}

#[test]
fn a_withdrawn_page_says_so_in_the_report_and_in_the_lock() {
    let notice = json!({"withdrawn_at": "2026-07-12T09:52:00Z", "explanation":
        "<div class=\"govspeak\"><p>It has been superseded by <a href=\"/government/statistics/new\">the new series</a></p></div>"});
    let (server, _) = govuk(page(&MARCH_FILES, &notice));
    let desk = of_page(&server, "");
    let outcome = desk.one(&Wish::default());
    assert_eq!(outcome.state, State::New);
    let said = "withdrawn on 2026-07-12: It has been superseded by the new series";
    assert_eq!((outcome.notice.as_str(), desk.pinned("crime").notice.as_str()), (said, said));
}

#[test]
fn a_page_that_is_gone_or_only_announced_pins_nothing() {
    let announced = json!({"schema_name": "statistics_announcement", "document_type": "official_statistics_announcement",
        "details": {"display_date": "20 January 2027 9:30am", "state": "confirmed", "format_sub_type": "official"}});
    for answer in [announced, json!({"document_type": "gone", "schema_name": "gone"})] {
        let (server, _) = govuk(answer);
        let desk = of_page(&server, "");
        assert_eq!(desk.fault(&Wish::default()).id, "not-published");
        assert!(desk.lock_text().is_empty());
    }
}

const SET: &str = "7588c2d6-9e8a-4d84-8f19-6b8d52a01fbd";

/// The interface of the Department for Education, after its own quick start: two versions and 3 results on 2 pages.
fn education(asked: &Asked) -> Reply {
    let path = asked.path.strip_prefix(&format!("/statistics/v1/data-sets/{SET}")).unwrap_or_default();
    let version = |number: &str, day: &str| json!({"version": number, "published": format!("{day}T09:30:00+00:00")});
    match path {
        "" => Reply::json(
            &json!({"id": SET, "title": "Absence", "status": "Deprecated", "supersedingDataSetId": "2118a6df",
            "latestVersion": version("2.0", "2026-03-01")}),
        ),
        "/versions/1.%2A" => {
            Reply::json(&json!({"version": "1.1", "published": "2025-03-01T09:30:00+00:00", "status": "Published"}))
        }
        "/csv?dataSetVersion=1.1" => {
            Reply::csv("time_period,geographic_level,sess_authorised\n202223,Regional,1708016\n")
        }
        "/csv?dataSetVersion=2.0" => {
            Reply::csv("time_period,geographic_level,sess_authorised\n202223,Regional,1708020\n")
        }
        "/meta?dataSetVersion=2.0" => Reply::json(&json!({
            "filters": [{"id": "gIyO9", "column": "school_type", "label": "School type", "hint": "Filter by school type",
                "options": [{"id": "1oX7c", "label": "Total"}, {"id": "uKR2K", "label": "State-funded primary"}]}],
            "indicators": [{"id": "04nTr", "column": "sess_authorised", "label": "Authorised", "unit": "", "decimalPlaces": 0}],
            "locations": [{"level": {"code": "REG", "label": "Regional"}, "options": [
                {"id": "e0768", "code": "E12000001", "name": "North East"}, {"id": "GQbUn", "code": "E12000002", "name": "North West"}]}],
        })),
        "/query?dataSetVersion=2.0" => results(asked),
        _ => Reply::status(404),
    }
}

fn results(asked: &Asked) -> Reply {
    let body: Value = serde_json::from_str(&asked.body).unwrap_or_default();
    // What the publisher's interface would refuse is refused here too.
    if asked.method != "POST"
        || !asked.header("content-type").starts_with("application/json")
        || body["indicators"] != json!(["04nTr"])
    {
        return Reply::status(400);
    }
    let result = |place: &str, school: &str, value: &str| {
        json!({"timePeriod": {"code": "AY", "period": "2022/2023"}, "geographicLevel": "REG",
            "locations": {"REG": place}, "filters": {"gIyO9": school}, "values": {"04nTr": value}})
    };
    let results = match body["page"].as_u64() {
        Some(1) => vec![result("GQbUn", "1oX7c", "c"), result("e0768", "uKR2K", "1708016")],
        _ => vec![result("e0768", "1oX7c", "1900001")],
    };
    let paging = json!({"page": body["page"], "pageSize": 2, "totalResults": 3, "totalPages": 2});
    Reply::json(&json!({"paging": paging, "warnings": [], "results": results}))
}

fn of_education(server: &Server, kind: &str, more: &str) -> Desk {
    let url = server.url("/statistics");
    Desk::new(&source("absence", &format!("kind = \"{kind}\"\nurl = \"{url}\"\ndata_set = \"{SET}\"\n{more}")))
}

#[test]
fn a_data_set_of_the_department_for_education_is_pulled_whole_by_version() {
    let server = Server::start(education);
    let desk = of_education(&server, "dfe-csv", "");
    let outcome = desk.one(&Wish::default());
    assert_eq!(outcome.state, State::New);
    assert_eq!(outcome.notice, "deprecated, superseded by data set 2118a6df");
    let newest = "time_period,geographic_level,sess_authorised\n202223,Regional,1708020\n";
    assert_eq!(desk.built("fetched/absence.csv").unwrap(), newest.as_bytes());
    let pinned = desk.pinned("absence");
    assert_eq!((pinned.released.as_str(), pinned.notice.as_str()), ("2026-03-01", outcome.notice.as_str()));
    assert!(pinned.reached.ends_with("/csv?dataSetVersion=2.0"), "{}", pinned.reached);
    // A version of the first series, whatever has come since.
    let desk = of_education(&server, "dfe-csv", "version = \"1.*\"");
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    assert!(String::from_utf8(desk.built("fetched/absence.csv").unwrap()).unwrap().ends_with(",1708016\n"));
}

#[test]
fn a_query_of_the_department_for_education_is_posted_page_by_page() {
    let server = Server::start(education);
    let query = "[source.query]\nindicators = [\"04nTr\"]\ncriteria = { geographicLevels = { eq = \"REG\" } }\n";
    let desk = of_education(&server, "dfe-query", query);
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    let posted: Vec<Value> = server
        .asked()
        .iter()
        .filter(|asked| asked.method == "POST")
        .map(|asked| serde_json::from_str(&asked.body).unwrap())
        .collect();
    assert_eq!(posted.iter().map(|body| body["page"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    assert!(posted.iter().all(|body| body["criteria"] == json!({"geographicLevels": {"eq": "REG"}})), "{posted:?}");
    let table = "time_period,time_identifier,geographic_level,reg_code,reg_name,school_type,sess_authorised\n\
                 2022/2023,AY,REG,E12000001,North East,State-funded primary,1708016\n\
                 2022/2023,AY,REG,E12000001,North East,Total,1900001\n\
                 2022/2023,AY,REG,E12000002,North West,Total,c\n";
    assert_eq!(String::from_utf8(desk.built("fetched/absence.csv").unwrap()).unwrap(), table);
    // Put together anew from the same answers, it is the same file.
    assert_eq!(desk.one(&Wish::default()).state, State::Pinned);
    // A question that the interface does not understand is the analyst's to mend.
    let desk = of_education(&server, "dfe-query", "[source.query]\nindicators = [\"zzzzz\"]\n");
    assert_eq!(desk.fault(&Wish::default()).id, "request-refused");
}

/// A parameter of an address.
fn parameter(asked: &Asked, name: &str) -> String {
    let url = url::Url::parse(&format!("http://host{}", asked.path)).unwrap();
    url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[test]
fn a_table_of_nomis_is_pulled_page_by_page_and_its_key_never_locked() {
    const KEY: &str = "0xsecretkeyofnomis";
    // The interface gives at most 2 rows at a time here, and 5 in all: ages of two areas.
    let server = Server::start(|asked| {
        if !asked.path.starts_with("/api/v01/dataset/NM_2002_1.data.csv?") || parameter(asked, "uid") != KEY {
            return Reply::status(404);
        }
        let offset: usize = parameter(asked, "recordoffset").parse().unwrap();
        let areas = parameter(asked, "geography");
        assert_eq!(areas, "K04000001,W92000004");
        let rows: Vec<String> = (0..5).map(|age| format!("2024,K04000001,{age},{},5\n", 650_000 + age)).collect();
        let page: String = rows.into_iter().skip(offset).take(2).collect();
        Reply::csv(format!("\"DATE\",\"GEOGRAPHY_CODE\",\"C_AGE\",\"OBS_VALUE\",\"RECORD_COUNT\"\n{page}"))
    });
    let more = format!(
        "kind = \"nomis\"\nurl = \"{}\"\ndata_set = \"NM_2002_1\"\nauth = {{ token_env = \"NOMIS_KEY\", parameter = \"uid\" }}\n\
         [source.query]\ngeography = [\"K04000001\", \"W92000004\"]\nselect = \"date,geography_code,c_age,obs_value\"\n",
        server.url("/api/v01")
    );
    let desk = Desk::new(&source("people", &more));
    let wish = Wish { environment: [("NOMIS_KEY".to_owned(), KEY.to_owned())].into(), ..Wish::default() };
    assert_eq!(desk.one(&wish).state, State::New);
    assert_eq!(
        server.asked().iter().map(|asked| parameter(asked, "recordoffset")).collect::<Vec<_>>(),
        ["0", "2", "4"]
    );
    let text = String::from_utf8(desk.built("fetched/people.csv").unwrap()).unwrap();
    assert_eq!(text.lines().count(), 6, "{text}");
    assert!(text.ends_with("2024,K04000001,4,650004,5\n"), "{text}");
    assert!(!desk.lock_text().contains(KEY));
}

#[test]
fn what_nomis_says_in_a_sentence_is_no_table() {
    let server = Server::start(|_| Reply::csv("Error: the geography is not valid for this dataset\n"));
    let more = format!(
        "kind = \"nomis\"\nurl = \"{}\"\ndata_set = \"NM_2002_1\"\n[source.query]\ngeography = \"K0\"\n",
        server.url("/api/v01")
    );
    let desk = Desk::new(&source("people", &more));
    assert_eq!(desk.fault(&Wish::default()).id, "answer-unexpected");
    assert!(desk.lock_text().is_empty());
}

/// The ONS beta interface: its links name a host of their own, as the real one's do.
fn statistics_office(asked: &Asked) -> Reply {
    let path = asked.path.strip_prefix("/v1").unwrap_or(&asked.path);
    let version = "/datasets/mid-year-pop-est/editions/mid-2024/versions/3";
    match path.split('?').next().unwrap_or_default() {
        "/datasets/mid-year-pop-est" => Reply::json(&json!({"id": "mid-year-pop-est",
            "next": {"state": "edition-confirmed"},
            "current": {"state": "published", "links": {"latest_version": {"id": "3", "href": format!("http://localhost:22000{version}")}}}})),
        path if path == version => {
            Reply::json(&json!({"edition": "mid-2024", "release_date": "2025-07-30T07:00:00.000Z",
            "alerts": [{"type": "correction", "description": "Wales was corrected"}],
            "downloads": {"csv": {"href": format!("http://{}/download/pop.csv", asked.header("host"))}}}))
        }
        "/download/pop.csv" => Reply::csv("v4_0,administrative-geography,age\n650000,K04000001,0\n"),
        path if path == format!("{version}/observations") => observations(asked),
        _ => Reply::status(404),
    }
}

fn observations(asked: &Asked) -> Reply {
    assert_eq!((parameter(asked, "age"), parameter(asked, "geography")), ("*".to_owned(), "K04000001".to_owned()));
    let offset: usize = parameter(asked, "offset").parse().unwrap();
    let one = |age: usize| {
        json!({"dimensions": {"age": {"id": format!("{age:02}"), "label": format!("Age {age}"), "href": "x"}},
            "metadata": {"data_marking": if age == 1 { "p" } else { "" }}, "observation": (650_000 + age).to_string()})
    };
    let found: Vec<Value> = (0..3).skip(offset).take(2).map(one).collect();
    Reply::json(
        &json!({"dimensions": {"geography": {"option": {"id": "K04000001", "href": "x"}}}, "limit": 2, "offset": offset,
        "total_observations": 3, "observations": found}),
    )
}

fn of_statistics_office(server: &Server, more: &str) -> Desk {
    let url = server.url("/v1");
    Desk::new(&source("people", &format!("kind = \"ons\"\nurl = \"{url}\"\ndata_set = \"mid-year-pop-est\"\n{more}")))
}

#[test]
fn a_data_set_of_the_ons_is_pulled_as_its_newest_file() {
    let server = Server::start(statistics_office);
    let desk = of_statistics_office(&server, "");
    let Outcome { state, notice, .. } = desk.one(&Wish::default());
    assert_eq!((state, notice.as_str()), (State::New, "the publisher says: Wales was corrected"));
    assert_eq!(desk.built("fetched/people.csv").unwrap(), b"v4_0,administrative-geography,age\n650000,K04000001,0\n");
    let pinned = desk.pinned("people");
    assert_eq!((pinned.released.as_str(), pinned.reached), ("2025-07-30", server.url("/download/pop.csv")));
    // What a report says of the source is what its publisher says of this vintage, whatever stands in the catalogue.
    let catalogue = desk.read_catalogue().unwrap();
    assert_eq!(catalogue.get("people").unwrap().published, "2025-07-30");
}

#[test]
fn observations_of_the_ons_are_pulled_page_by_page_with_their_markings() {
    let server = Server::start(statistics_office);
    let query = "version = \"mid-2024/3\"\n[source.query]\nage = \"*\"\ngeography = \"K04000001\"\n";
    let desk = of_statistics_office(&server, query);
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    let table = "age,age_label,geography,observation,data_marking\n\
                 00,Age 0,K04000001,650000,\n01,Age 1,K04000001,650001,p\n02,Age 2,K04000001,650002,\n";
    assert_eq!(String::from_utf8(desk.built("fetched/people.csv").unwrap()).unwrap(), table);
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn an_interface_that_breaks_off_between_pages_pins_nothing() {
    let server = Server::start(|asked| match asked.path.contains("offset=2") {
        true => Reply::status(500),
        false => statistics_office(asked),
    });
    let query = "version = \"mid-2024/3\"\n[source.query]\nage = \"*\"\ngeography = \"K04000001\"\n";
    let desk = of_statistics_office(&server, query);
    assert_eq!(desk.fault(&Wish::default()).id, "server-error");
    assert!(desk.lock_text().is_empty());
}

#[test]
fn a_workbook_of_a_page_that_is_of_another_form_than_its_name_is_refused() {
    let server = Server::start(|asked| match asked.path.starts_with("/api/content/") {
        true => Reply::json(&page(&[("Crime, March 2026", "/media/crime.ods")], &json!({}))),
        false => Reply::new(200, "application/octet-stream", xlsx("Table 1", &MARCH)),
    });
    let desk = of_page(&server, "");
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "content-wrong");
    assert!(desk.lock_text().is_empty() && desk.unfinished().is_empty());
}
