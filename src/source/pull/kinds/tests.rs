//! The plans on answers in the shape of the publishers' own examples.

use super::*;

fn item(toml: &str) -> Item {
    let head = "id = \"x\"\ntitle = \"X\"\npublisher = \"X\"\nlicence = \"OGL v3.0\"\nsynthetic = false\n";
    let source: crate::source::catalogue::Source = toml::from_str(&format!("{head}{toml}")).unwrap();
    let url = source.url.clone();
    Item {
        key: "x".to_owned(),
        path: "fetched/x".to_owned(),
        source,
        url,
        file: String::new(),
        statement: Statement::default(),
    }
}

/// Runs a plan to its end on answers; gives the requests made, the end and what is known about the file.
fn run(item: &Item, answers: &[&str]) -> Result<(Vec<String>, Step, About), Fault> {
    let mut plan = plan(item);
    let mut asked = Vec::new();
    let mut last = None;
    let mut answers = answers.iter();
    loop {
        match plan.next(last.as_ref())? {
            Step::Ask(request) => {
                asked.push(format!(
                    "{}{}",
                    request.url,
                    request.post.map(|json| format!(" {json}")).unwrap_or_default()
                ));
                let body = answers.next().unwrap().as_bytes().to_vec();
                last = Some(Answer { body });
            }
            end => return Ok((asked, end, plan.about())),
        }
    }
}

fn download(step: Step) -> String {
    let Step::Download(request) = step else { panic!("{step:?}") };
    request.url
}

fn made(step: Step) -> String {
    let Step::Made(bytes) = step else { panic!("{step:?}") };
    String::from_utf8(bytes).unwrap()
}

const CRIME_PAGE: &str =
    "kind = \"govuk\"\nurl = \"https://www.gov.uk/government/statistics/police-recorded-crime-open-data-tables\"\n";

#[test]
fn a_statistics_page_leads_to_the_attachment_of_the_latest_month() {
    let page = r#"{"schema_name": "publication", "document_type": "accredited_official_statistics",
        "public_updated_at": "2026-04-23T09:30:00.000+01:00", "withdrawn_notice": {}, "details": {"attachments": [
        {"title": "Police recorded crime Police Force Area open data table, year ending March 2013 onwards",
         "url": "https://assets.publishing.service.gov.uk/media/1/prc-pfa-mar2013-onwards-tables-280426.ods"},
        {"title": "Outcomes open data, year ending March 2025", "url": "https://assets.publishing.service.gov.uk/media/2/outcomes-mar25.ods"},
        {"title": "Outcomes open data, year ending September 2025", "url": "https://assets.publishing.service.gov.uk/media/3/outcomes-sep25.ods"},
        {"title": "User guide, December 2025", "url": "https://assets.publishing.service.gov.uk/media/4/guide.pdf"}]}}"#;
    let (asked, end, about) = run(&item(CRIME_PAGE), &[page]).unwrap();
    assert_eq!(asked, ["https://www.gov.uk/api/content/government/statistics/police-recorded-crime-open-data-tables"]);
    assert_eq!(download(end), "https://assets.publishing.service.gov.uk/media/3/outcomes-sep25.ods");
    assert_eq!(about, About { released: "2026-04-23".to_owned(), notice: String::new() });
    let wanted = item(&format!("{CRIME_PAGE}attachment = \"force area\"\n"));
    assert_eq!(
        download(run(&wanted, &[page]).unwrap().1),
        "https://assets.publishing.service.gov.uk/media/1/prc-pfa-mar2013-onwards-tables-280426.ods"
    );
}

#[test]
fn a_withdrawn_page_says_so_and_its_links_are_read_from_the_text() {
    // After the example of a withdrawn data set in the publishing API's own schemas.
    let page = r#"{"schema_name": "statistical_data_set", "document_type": "statistical_data_set",
        "public_updated_at": "2015-06-23T08:30:18.000+00:00",
        "withdrawn_notice": {"explanation": "<div class=\"govspeak\"><p>It has been superseded by <a href=\"https://www.gov.uk/government/statistics/x\">Local area walking &amp; cycling</a></p></div>",
            "withdrawn_at": "2016-07-12T09:52:00Z"},
        "details": {"body": "<h2>Table CW0401</h2><p><span><a href=\"/government/uploads/file/441835/cw0401.xls\">Proportion who cycle: England, 2013 to 2014</a>(<span class=\"type\">MS Excel</span>)</span></p><a href=\"/government/uploads/file/441834/cw0402.xls\">Proportion who walk: England, 2012 to 2013</a>"}}"#;
    let source = item(
        "kind = \"govuk\"\nformat = \"xls\"\nurl = \"http://127.0.0.1:9/government/statistical-data-sets/cw040\"\n",
    );
    let (asked, end, about) = run(&source, &[page]).unwrap();
    assert_eq!(asked, ["http://127.0.0.1:9/api/content/government/statistical-data-sets/cw040"]);
    assert_eq!(download(end), "http://127.0.0.1:9/government/uploads/file/441835/cw0401.xls");
    assert_eq!(about.notice, "withdrawn on 2016-07-12: It has been superseded by Local area walking & cycling");
}

#[test]
fn nothing_is_guessed_between_attachments_of_the_same_month() {
    let page = r#"{"details": {"attachments": [
        {"title": "Table A, March 2025", "url": "https://a.gov.uk/a.ods"}, {"title": "Table B, March 2025", "url": "https://a.gov.uk/b.ods"}]}}"#;
    let fault = run(&item(CRIME_PAGE), &[page]).unwrap_err();
    assert_eq!(fault.id, "attachment-ambiguous");
    assert!(fault.what.contains("a.ods, b.ods"), "{}", fault.what);
    let fault = run(&item(&format!("{CRIME_PAGE}format = \"csv\"\n")), &[page]).unwrap_err();
    assert_eq!(fault.id, "attachment-missing");
}

#[test]
fn a_collection_leads_to_its_newest_statistics_and_an_announcement_to_nothing() {
    let collection = r#"{"schema_name": "document_collection", "document_type": "document_collection", "links": {"documents": [
        {"document_type": "official_statistics", "public_updated_at": "2024-07-24T08:30:00Z", "base_path": "/government/statistics/old"},
        {"document_type": "official_statistics", "public_updated_at": "2026-07-22T08:30:00Z", "base_path": "/government/statistics/gone", "withdrawn": true},
        {"document_type": "guidance", "public_updated_at": "2026-08-01T08:30:00Z", "base_path": "/government/publications/guide"},
        {"document_type": "official_statistics", "public_updated_at": "2025-07-24T08:30:00Z", "base_path": "/government/statistics/new"}]}}"#;
    let announcement = r#"{"schema_name": "statistics_announcement", "document_type": "official_statistics_announcement",
        "details": {"display_date": "January 2027", "state": "provisional"}}"#;
    let mut plan = plan(&item(CRIME_PAGE));
    plan.next(None).unwrap();
    let step = plan.next(Some(&Answer { body: collection.into() })).unwrap();
    assert_eq!(step, Step::Ask(Request::get("https://www.gov.uk/api/content/government/statistics/new")));
    let fault = plan.next(Some(&Answer { body: announcement.into() })).unwrap_err();
    assert_eq!(fault.id, "not-published");
    assert!(fault.what.contains("provisional, January 2027"), "{}", fault.what);
}

const DATA_SET: &str =
    "url = \"https://api.education.gov.uk/statistics\"\ndata_set = \"7588c2d6-9e8a-4d84-8f19-6b8d52a01fbd\"\n";

#[test]
fn a_whole_data_set_is_asked_for_by_the_version_found() {
    let source = item(&format!("kind = \"dfe-csv\"\n{DATA_SET}"));
    let described = r#"{"id": "7588c2d6", "title": "Absence", "status": "Deprecated", "supersedingDataSetId": "2118a6df",
        "latestVersion": {"version": "1.2", "published": "2024-03-01T09:30:00+00:00"}}"#;
    let (asked, end, about) = run(&source, &[described]).unwrap();
    let base = "https://api.education.gov.uk/statistics/v1/data-sets/7588c2d6-9e8a-4d84-8f19-6b8d52a01fbd";
    assert_eq!(asked, [base]);
    assert_eq!(download(end), format!("{base}/csv?dataSetVersion=1.2"));
    assert_eq!(about.released, "2024-03-01");
    assert_eq!(about.notice, "deprecated, superseded by data set 2118a6df");
    let pinned = item(&format!("kind = \"dfe-csv\"\nversion = \"1.*\"\n{DATA_SET}"));
    let (asked, end, _) = run(&pinned, &[r#"{"version": "1.1", "status": "Published"}"#]).unwrap();
    assert_eq!(asked, [format!("{base}/versions/1.%2A")]);
    assert_eq!(download(end), format!("{base}/csv?dataSetVersion=1.1"));
}

/// The metadata of the interface's own quick start.
const META: &str = r#"{"filters": [{"id": "gIyO9", "column": "school_type", "label": "School type",
    "options": [{"id": "1oX7c", "label": "Total"}, {"id": "uKR2K", "label": "State-funded primary"}]}],
    "indicators": [{"id": "04nTr", "column": "sess_authorised", "label": "Number of authorised absence sessions"}],
    "locations": [{"level": {"code": "NAT"}, "options": [{"id": "2FmYX", "code": "E92000001", "label": "England"}]},
        {"level": {"code": "REG"}, "options": [{"id": "e0768", "code": "E12000001", "label": "North East"},
            {"id": "GQbUn", "code": "E12000002", "label": "North West"}]}]}"#;

fn results(page: u64, regions: &[(&str, &str)]) -> String {
    let results: Vec<serde_json::Value> = regions
        .iter()
        .map(|(region, value)| {
            serde_json::json!({
                "timePeriod": {"code": "AY", "period": "2022/2023"}, "geographicLevel": "REG",
                "locations": {"NAT": "2FmYX", "REG": region}, "filters": {"gIyO9": "uKR2K"}, "values": {"04nTr": value},
            })
        })
        .collect();
    let paging = serde_json::json!({"page": page, "pageSize": 1, "totalResults": 2, "totalPages": 2});
    serde_json::json!({"paging": paging, "results": results, "warnings": []}).to_string()
}

#[test]
fn pages_of_a_query_become_one_table_with_the_publishers_names() {
    let query = "[query]\nindicators = [\"04nTr\"]\ncriteria = { geographicLevels = { eq = \"REG\" } }\n";
    let source = item(&format!("kind = \"dfe-query\"\n{DATA_SET}{query}"));
    let described = r#"{"status": "Published", "latestVersion": {"version": "1.0"}}"#;
    let (first, second) = (results(1, &[("GQbUn", "c")]), results(2, &[("e0768", "1708016")]));
    let (asked, end, _) = run(&source, &[described, META, &first, &second]).unwrap();
    assert!(asked[2].contains("/query?dataSetVersion=1.0 "), "{}", asked[2]);
    assert!(asked[2].contains("\"criteria\":{\"geographicLevels\":{\"eq\":\"REG\"}}"), "{}", asked[2]);
    assert!(asked[3].contains("\"page\":2"), "{}", asked[3]);
    // A marker stays a marker.
    assert_eq!(
        made(end),
        "time_period,time_identifier,geographic_level,nat_code,nat_name,reg_code,reg_name,school_type,sess_authorised\n\
         2022/2023,AY,REG,E92000001,England,E12000001,North East,State-funded primary,1708016\n\
         2022/2023,AY,REG,E92000001,England,E12000002,North West,State-funded primary,c\n"
    );
    let fault = run(&source, &[described, META, &first, &results(2, &[])]).unwrap_err();
    assert_eq!(
        (fault.id, fault.what.contains("promised 2 results and gave 1")),
        ("answer-short", true),
        "{}",
        fault.what
    );
    let unknown = results(2, &[("zzzzz", "1")]);
    let fault = run(&source, &[described, META, &first, &unknown]).unwrap_err();
    assert!(fault.what.contains("location `zzzzz`"), "{}", fault.what);
}

const NOMIS: &str = "kind = \"nomis\"\nurl = \"https://www.nomisweb.co.uk/api/v01\"\ndata_set = \"NM_2002_1\"\n\
    [query]\ngeography = [\"K04000001\", \"W92000004\"]\nselect = \"date,geography_code,c_age,obs_value\"\n";

#[test]
fn a_table_of_nomis_is_put_together_until_its_own_count_is_reached() {
    let head = "\"DATE\",\"GEOGRAPHY_CODE\",\"C_AGE\",\"OBS_VALUE\",\"RECORD_COUNT\"\n";
    let first = format!("{head}2024,K04000001,101,650000,3\n2024,K04000001,102,651000,3\n");
    let second = format!("{head}2024,W92000004,101,30000,3\n");
    let (asked, end, _) = run(&item(NOMIS), &[&first, &second]).unwrap();
    assert_eq!(
        asked[0],
        "https://www.nomisweb.co.uk/api/v01/dataset/NM_2002_1.data.csv?geography=K04000001%2CW92000004\
         &select=date%2Cgeography_code%2Cc_age%2Cobs_value%2Crecord_count&recordlimit=25000&recordoffset=0"
    );
    assert!(asked[1].ends_with("recordoffset=2"), "{}", asked[1]);
    assert_eq!(made(end), format!("{first}2024,W92000004,101,30000,3\n"));
    let fault = run(&item(NOMIS), &[&first, head]).unwrap_err();
    assert!(fault.what.contains("promised an unknown number of rows and gave 2"), "{}", fault.what);
    let fault = run(&item(NOMIS), &["Error: the geography is not valid for this dataset\n"]).unwrap_err();
    assert_eq!(fault.id, "answer-unexpected");
}

#[test]
fn the_newest_version_of_an_ons_data_set_is_followed_on_the_host_asked() {
    let source = item("kind = \"ons\"\nurl = \"https://api.beta.ons.gov.uk/v1\"\ndata_set = \"cpih012\"\n");
    let described = r#"{"state": "published", "links": {"latest_version": {"id": "4",
        "href": "http://localhost:22000/datasets/cpih012/editions/time-series/versions/4"}}}"#;
    let version = r#"{"release_date": "2025-01-26T07:00:00.000Z", "downloads": {"csv": {"href": "https://download.beta.ons.gov.uk/cpih012-v4.csv"}}}"#;
    let (asked, end, about) = run(&source, &[described, version]).unwrap();
    assert_eq!(asked[1], "https://api.beta.ons.gov.uk/v1/datasets/cpih012/editions/time-series/versions/4");
    assert_eq!(download(end), "https://download.beta.ons.gov.uk/cpih012-v4.csv");
    assert_eq!(about.released, "2025-01-26");
    let newer = r#"{"release_date": "2025-01-26", "distributions": [{"format": "xlsx", "download_url": "https://x/1.xlsx"},
        {"format": "csv", "download_url": "https://x/1.csv"}]}"#;
    assert_eq!(download(run(&source, &[described, newer]).unwrap().1), "https://x/1.csv");
}

#[test]
fn observations_of_the_ons_keep_their_markings() {
    let source = item(
        "kind = \"ons\"\nurl = \"https://api.beta.ons.gov.uk/v1\"\ndata_set = \"cpih012\"\nversion = \"2017/1\"\n\
         [query]\ntime = \"16-Aug\"\naggregate = \"*\"\ngeography = \"K02000001\"\n",
    );
    // The example of the interface's own documentation.
    let observations = r#"{"dimensions": {"geography": {"option": {"id": "K02000001"}}, "time": {"option": {"id": "16-Aug"}}},
        "limit": 10000, "offset": 0, "total_observations": 2, "observations": [
        {"dimensions": {"aggregate": {"id": "cpi1dim1G10101", "label": "01.2 Waste"}}, "metadata": {"data_marking": ""}, "observation": "112.1"},
        {"dimensions": {"aggregate": {"id": "cpi1dim1G10100", "label": "01.1 Food"}}, "metadata": {"data_marking": "p"}, "observation": "146.3"}]}"#;
    let (asked, end, _) = run(&source, &["{}", observations]).unwrap();
    assert_eq!(asked[0], "https://api.beta.ons.gov.uk/v1/datasets/cpih012/editions/2017/versions/1");
    assert!(
        asked[1].contains("/versions/1/observations?aggregate=%2A&geography=K02000001&time=16-Aug&limit="),
        "{}",
        asked[1]
    );
    assert_eq!(
        made(end),
        "aggregate,aggregate_label,geography,time,observation,data_marking\n\
         cpi1dim1G10100,01.1 Food,K02000001,16-Aug,146.3,p\n\
         cpi1dim1G10101,01.2 Waste,K02000001,16-Aug,112.1,\n"
    );
}

#[test]
fn an_answer_that_is_not_json_is_named_and_not_repeated() {
    let fault = run(&item(CRIME_PAGE), &["<html>token=secret</html>"]).unwrap_err();
    assert_eq!(fault.id, "answer-unexpected");
    assert!(!fault.to_string().contains("secret"), "{fault}");
}
