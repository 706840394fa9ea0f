//! Writes the code that tests and benchmarks generate.

#[path = "cases/generate.rs"]
mod cases;
#[path = "benches/lookup/build.rs"]
mod lookup;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    cases::main()?;
    lookup::main()
}
