//! Row groups of Parquet, which are read whole where they can be and row by row where they must: tables of several groups,
//! written here with the parquet crate, and what `convert` writes. Figures are added up as the rows are made.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::Encoding;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;
use serde_json::{Value, json};

use super::{assert_same, figures};
use crate::support::{Logs, llmobs, row};

/// One row of a table.
#[derive(Clone)]
struct Row {
    id: String,
    model: Option<&'static str>,
    tokens: Option<i64>,
    cost: Option<f64>,
    status: &'static str,
}

/// Rows with gaps in every column; every eleventh failed and states nothing but its model.
fn rows(numbers: impl Iterator<Item = i64>) -> Vec<Row> {
    let row = |number: i64| {
        let failed = number % 11 == 0;
        Row {
            id: format!("request-{number:06}"),
            model: ["gpt-4o", "claude-sonnet-4-5", "größe"].get(number as usize % 4).copied(),
            tokens: (!failed).then_some(number % 1000),
            cost: (!failed && number % 3 > 0).then_some(number as f64 / 1024.0),
            status: if failed { "error" } else { "success" },
        }
    };
    numbers.map(row).collect()
}

/// Writes row groups as a table.
fn table(path: &Path, groups: &[Vec<Row>], properties: WriterPropertiesBuilder) -> PathBuf {
    let schema = "message log { optional binary request_id (UTF8); optional binary model (UTF8);
        optional int64 input_tokens; optional double cost_usd; required binary status (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let file = File::create(path).expect("a file");
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties.build())).expect("a writer");
    let levels = |is_there: Vec<bool>| is_there.into_iter().map(i16::from).collect::<Vec<i16>>();
    for rows in groups {
        let mut group = writer.next_row_group().expect("a row group");
        for column in 0..5 {
            let text = |row: &Row| match column {
                0 => Some(ByteArray::from(row.id.as_str())),
                1 => row.model.map(ByteArray::from),
                _ => Some(ByteArray::from(row.status)),
            };
            let mut writer = group.next_column().expect("a column").expect("one more");
            match column {
                2 => {
                    let values: Vec<i64> = rows.iter().filter_map(|row| row.tokens).collect();
                    let levels = levels(rows.iter().map(|row| row.tokens.is_some()).collect());
                    writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None)
                }
                3 => {
                    let values: Vec<f64> = rows.iter().filter_map(|row| row.cost).collect();
                    let levels = levels(rows.iter().map(|row| row.cost.is_some()).collect());
                    writer.typed::<DoubleType>().write_batch(&values, Some(&levels), None)
                }
                _ => {
                    let values: Vec<ByteArray> = rows.iter().filter_map(text).collect();
                    let levels = levels(rows.iter().map(|row| text(row).is_some()).collect());
                    let levels = (column != 4).then_some(&levels[..]);
                    writer.typed::<ByteArrayType>().write_batch(&values, levels, None)
                }
            }
            .expect("values");
            writer.close().expect("a column");
        }
        group.close().expect("a row group");
    }
    writer.close().expect("a file");
    path.to_owned()
}

fn costs(paths: &[&Path], options: &str) -> Value {
    paths.iter().fold(llmobs(&format!("costs --by model --json {options}")), |run, path| run.arg(path)).json()
}

/// Holds that the rows, each a request, are what a report adds up.
#[track_caller]
fn assert_rows(report: &Value, rows: &[Row], what: &str) {
    let sum = |model: Option<&str>| {
        let of: Vec<&Row> = rows.iter().filter(|row| row.model == model).collect();
        // Costs are multiples of 1/1024, so that their sum is the same in any order.
        let cost: f64 = of.iter().filter_map(|row| row.cost).sum();
        json!([of.len(), of.iter().filter_map(|row| row.tokens).sum::<i64>(), cost])
    };
    for model in [Some("gpt-4o"), Some("claude-sonnet-4-5"), Some("größe"), None] {
        let found = row(report, "model", &json!(model));
        let found = ["requests", "total_input_tokens", "total_cost_usd"].map(|name| found[name].clone());
        assert_eq!(json!(found), sum(model), "{what}: {model:?}");
    }
    let failed = rows.iter().filter(|row| row.status == "error").count();
    assert_eq!(report["totals"]["errors"], json!(failed), "{what}");
}

#[test]
fn every_encoding_of_a_column_is_read() {
    let logs = Logs::new();
    let groups = [rows(0..3000), rows(3000..3001), rows(3001..9000)];
    let of = WriterProperties::builder;
    let writers = [
        ("plain", of().set_dictionary_enabled(false)),
        ("dictionary", of()),
        ("second version", of().set_writer_version(WriterVersion::PARQUET_2_0)),
        ("no dictionary of the second version", {
            of().set_writer_version(WriterVersion::PARQUET_2_0).set_dictionary_enabled(false)
        }),
        ("lengths apart", {
            ["request_id", "model", "status"]
                .map(ColumnPath::from)
                .into_iter()
                .fold(of().set_dictionary_enabled(false), |writer, column| {
                    writer.set_column_encoding(column, Encoding::DELTA_LENGTH_BYTE_ARRAY)
                })
        }),
        // Ids no longer fit their dictionary after the first hundreds, and pages are many.
        ("a dictionary that ends", {
            of().set_dictionary_page_size_limit(4096).set_data_page_size_limit(2048).set_write_batch_size(64)
        }),
    ];
    for (what, writer) in writers {
        let path = table(&logs.path().join("table.parquet"), &groups, writer);
        let report = costs(&[&path], "--cost logged");
        assert_rows(&report, &groups.concat(), what);
        assert_eq!(report["input"]["lines"], json!(9000), "{what}");
        assert_eq!(costs(&[&path], "--cost logged --threads 1"), report, "{what}");
    }
}

#[test]
fn a_value_that_does_not_fit_is_named_by_its_row_and_costs_only_itself() {
    let logs = Logs::new();
    let mut groups = [rows(0..500), rows(500..1000), rows(1000..1500)];
    groups[1][41].tokens = Some(-5);
    groups[1][42].cost = Some(f64::NAN);
    groups[2][7].cost = Some(-0.0);
    let path = table(&logs.path().join("table.parquet"), &groups, WriterProperties::builder());
    let run = llmobs("costs --by model --json --cost logged").arg(&path).run().expect(0);
    // Rows are counted from 1.
    assert!(run.stderr.contains("table.parquet:542: input_tokens `-5`"), "{}", run.stderr);
    assert!(run.stderr.contains("table.parquet:543: cost_usd"), "{}", run.stderr);
    assert_eq!(run.json()["input"]["bad_values"], json!(2));
    groups[1][41].tokens = None;
    groups[1][42].cost = None;
    assert_rows(&run.json(), &groups.concat(), "without them");
}

#[test]
fn rows_of_one_id_are_one_request_wherever_they_stand() {
    let logs = Logs::new();
    // In one group, in two groups, and in two files.
    let groups = [[rows(0..40), rows(20..30)].concat(), rows(10..60)];
    let path = table(&logs.path().join("a.parquet"), &groups, WriterProperties::builder());
    assert_rows(&costs(&[&path], "--cost logged"), &rows(0..60), "one file");
    let other = table(&logs.path().join("b.parquet"), &[rows(30..90)], WriterProperties::builder());
    assert_rows(&costs(&[&path, &other], "--cost logged"), &rows(0..90), "two files");
}

/// The rows as a native log, and what it is converted to.
fn converted(logs: &Logs, rows: &[Row], name: &str) -> (PathBuf, PathBuf) {
    let line = |(number, row): (usize, &Row)| {
        let time = format!("2026-11-{:02}T07:00:{:02}Z", 1 + number / 4000, number % 60);
        let (model, tokens, cost) = (row.model, row.tokens, row.cost);
        let error = (row.status == "error").then_some("Timeout");
        let line = json!({"request_id": row.id, "timestamp": time, "model": model, "input_tokens": tokens,
            "cost_usd": cost, "error_type": error, "latency_ms": tokens});
        format!("{line}\n")
    };
    let lines: String = rows.iter().enumerate().map(line).collect();
    let log = logs.write(&format!("{name}.jsonl"), lines);
    let out = logs.path().join(format!("{name}.parquet"));
    llmobs("convert --quiet -o").arg(&out).arg(&log).run().expect(0);
    (log, out)
}

#[test]
fn what_convert_writes_answers_as_the_log_does_under_every_filter() {
    let logs = Logs::new();
    // More rows than one group has.
    let (log, out) = converted(&logs, &rows(0..40_000), "log");
    let questions = [
        "costs --by model",
        "costs --by model,day --since 2026-11-03",
        "costs --by day --until 2026-11-04 --where model!=gpt-4o",
        "costs --by model --since 2026-11-03T07:00:30Z --until 2026-11-09 --where cost_usd>3",
        "costs --by status --where request_id~request-0[0-3]",
        "latency --by model --where status=success",
        "errors --by error_type --since 2026-11-10",
        "costs --by day --since 2027-01-01",
    ];
    assert_same(&log, &out, &questions);
    let requests = ["requests", "matched_requests", "pending", "errors", "bad_values", "unrecognised_lines"];
    for question in questions {
        let input = |path: &Path| llmobs(&format!("{question} --json")).arg(path).run().json()["input"].clone();
        let (wanted, found) = (input(&log), input(&out));
        for name in requests {
            assert_eq!(found[name], wanted[name], "{question}: {name}");
        }
    }
}

/// The claim that `convert` leaves in a file, if it does.
fn claim(path: &Path) -> Option<Vec<KeyValue>> {
    let reader = SerializedFileReader::new(File::open(path).expect("a file")).expect("a table");
    let pairs = reader.metadata().file_metadata().key_value_metadata().cloned()?;
    pairs.iter().any(|pair| pair.key == "llmobs.requests").then_some(pairs)
}

#[test]
fn what_a_file_claims_of_its_rows_holds_for_no_other_file() {
    let logs = Logs::new();
    let (log, out) = converted(&logs, &rows(0..2000), "log");
    let claim = claim(&out).expect("every row is a request");
    // Somebody writes each row twice, and copies all that the file says of itself.
    let groups = [rows(0..2000), rows(0..2000)];
    let properties =
        WriterProperties::builder().set_created_by("llmobs 0.1.0".to_owned()).set_key_value_metadata(Some(claim));
    let forged = table(&logs.path().join("forged.parquet"), &groups, properties);
    assert_rows(&costs(&[&forged], "--cost logged"), &groups[0], "written twice");
    // The same row groups twice over, byte for byte.
    let doubled = doubled(&out, &logs.path().join("doubled.parquet"));
    let ask = |path: &Path| llmobs("costs --by model --json").arg(path).run().expect(0);
    assert_eq!(figures(&ask(&doubled)), figures(&ask(&log)));
    assert_eq!(ask(&doubled).json()["input"]["lines"], json!(4000));
}

/// A file with all row groups of another twice, and all that it says of itself.
fn doubled(path: &Path, to: &Path) -> PathBuf {
    let file = File::open(path).expect("a file");
    let reader = SerializedFileReader::new(file.try_clone().expect("a file")).expect("a table");
    let metadata = reader.metadata().file_metadata();
    let properties = WriterProperties::builder()
        .set_created_by(metadata.created_by().expect("a writer").to_owned())
        .set_key_value_metadata(metadata.key_value_metadata().cloned());
    let schema = metadata.schema_descr().root_schema_ptr();
    let out = File::create(to).expect("a file");
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(properties.build())).expect("a writer");
    for group in reader.metadata().row_groups().iter().chain(reader.metadata().row_groups()) {
        let mut twin = writer.next_row_group().expect("a row group");
        for column in group.columns() {
            let close = parquet::column::writer::ColumnCloseResult {
                bytes_written: column.compressed_size() as u64,
                rows_written: group.num_rows() as u64,
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            twin.append_column(&file, close).expect("a column");
        }
        twin.close().expect("a row group");
    }
    writer.close().expect("a file");
    to.to_owned()
}

#[test]
fn files_that_share_requests_are_united_whatever_they_claim() {
    let logs = Logs::new();
    let (log, one) = converted(&logs, &rows(0..300), "one");
    let (_, two) = converted(&logs, &rows(200..500), "two");
    assert!(claim(&one).is_some() && claim(&two).is_some());
    assert_rows(&costs(&[&one, &two], "--cost logged"), &rows(0..500), "two tables");
    assert_rows(&costs(&[&two, &log], "--cost logged"), &rows(0..500), "a table and a log");
}

#[test]
fn a_table_with_two_rows_of_one_request_claims_nothing() {
    let (logs, log) = Logs::with(
        "{\"request_id\":\"a\",\"variant\":\"x\",\"cost_usd\":1}\n{\"request_id\":\"a\",\"variant\":\"y\"}\n",
    );
    let out = logs.path().join("out.parquet");
    llmobs("convert --quiet -o").arg(&out).arg(&log).run().expect(0);
    assert!(claim(&out).is_none());
    assert_eq!(costs(&[&out], "")["totals"]["requests"], json!(1));
}

#[test]
fn questions_about_ids_and_the_doctor_still_read_them() {
    let logs = Logs::new();
    let (log, out) = converted(&logs, &rows(0..50), "log");
    assert_same(&log, &out, &["costs --by request_id", "costs --where request_id=request-000007"]);
    // Another column can be the id by hand, and then decides.
    let by_hand = costs(&[&out], "--map request_id=model");
    assert_eq!(by_hand["totals"]["requests"], json!(3 + 12));
    let doctor = llmobs("doctor --json").arg(&out).run().json();
    assert_eq!(doctor["input"]["requests"], json!(50));
}
