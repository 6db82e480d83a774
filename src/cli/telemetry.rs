//! Logs and metrics.

use std::io::Write;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Seconds: from a read of one row to a request that somebody notices.
const REQUEST_BUCKETS: &[f64] =
    &[0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Logs go to stderr, so that what a command prints can be piped.
pub fn start_logging(config: &Config) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log_level).map_err(|error| format!("log_level: {error}"))?;
    // Without colours: what people send must not be able to move the cursor of whoever reads the log.
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(|| OneLine(std::io::stderr()));
    match config.log_format.as_str() {
        "json" => logs.json().flatten_event(true).try_init(),
        "text" => logs.try_init(),
        _ => return Err("log_format: must be json or text".into()),
    }
    .map_err(|error| error.to_string())
}

/// Writes each entry as one line, whatever stands in it: a name, an address or another server's answer can
/// neither begin a line of its own nor control a terminal.
struct OneLine<W>(W);

impl<W: Write> Write for OneLine<W> {
    fn write(&mut self, entry: &[u8]) -> std::io::Result<usize> {
        self.0.write_all(one_line(&String::from_utf8_lossy(entry)).as_bytes())?;
        Ok(entry.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// The entry with every character that would do something written out, as JSON does.
fn one_line(entry: &str) -> String {
    use std::fmt::Write as _;
    let body = entry.strip_suffix('\n').unwrap_or(entry);
    let mut line = String::with_capacity(entry.len());
    for c in body.chars() {
        let acts = c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if acts {
            let _ = write!(line, "\\u{:04x}", u32::from(c));
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    line
}

/// Collects metrics for `/metrics`.
pub fn start_metrics() -> Result<PrometheusHandle, String> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("rapport_http_request_seconds".into()), REQUEST_BUCKETS)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(|error| format!("metrics: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_one_line_that_does_nothing() {
        assert_eq!(one_line("INFO it works\n"), "INFO it works\n");
        assert_eq!(one_line("a\r\nERROR b\u{1b}[2Jc\u{9b}d\u{7f}\n"), "a\\u000d\\u000aERROR b\\u001b[2Jc\\u009bd\\u007f\n");
        assert_eq!(one_line("a\u{2028}b\u{202e}c ü\n"), "a\\u2028b\\u202ec ü\n");
        let json = one_line("{\"name\":\"a\u{7f}b\u{9b}\"}\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).expect("JSON")["name"], "a\u{7f}b\u{9b}");
    }
}
