//! The `rapport` command.

use std::process::ExitCode;

/// Threads that serve requests allocate all the time; the system's allocator makes them wait for each
/// other and gives memory back late.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Reads `FAILPOINTS`; without the feature, which only tests have, it does nothing.
    let _steps = fail::FailScenario::setup();
    rapport::cli::main()
}
