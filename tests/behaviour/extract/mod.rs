//! From a call to a handler's arguments: every row of the table in `extract`.

mod body;
mod borrow;
mod buffered;
mod foreign;
mod head;
mod json_field;
mod own;
mod path;
mod query;
