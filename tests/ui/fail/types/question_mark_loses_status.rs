use grafana_resource_routes::{Error, ResourceError};

#[derive(Debug, thiserror::Error, ResourceError)]
#[error("gone")]
#[status(GONE)]
struct Gone;

#[derive(Debug, thiserror::Error)]
enum Outer {
    #[error(transparent)]
    Gone(#[from] Gone),
}

fn inner() -> Result<(), Outer> {
    Err(Gone)?
}

fn outer() -> Result<(), Error> {
    inner()?;
    Ok(())
}

fn main() {
    let _ = outer();
}
