//! The list of scenarios. Called by [`crate::plugin`].

use serde::{Deserialize, Serialize};

/// A kind of data that the data source can make up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scenario<T = &'static str> {
    /// Its identifier in queries.
    pub id: T,
    /// What it is called.
    pub name: T,
    /// What it is good for.
    pub description: T,
    /// What the text field of the query editor holds at first.
    pub string_input: T,
}

/// All of them, sorted by `id`; fewer than Grafana has.
pub(crate) const ALL: &[Scenario] = &[
    Scenario {
        id: "csv_metric_values",
        name: "CSV metric values",
        description: "The numbers that are written in the query",
        string_input: "1,20,90,30,5,0",
    },
    Scenario {
        id: "no_data_points",
        name: "No data points",
        description: "An answer without any data",
        string_input: "",
    },
    Scenario {
        id: "random_walk",
        name: "Random walk",
        description: "A value that takes a small step up or down each time",
        string_input: "",
    },
    Scenario {
        id: "slow_query",
        name: "Slow query",
        description: "An answer that takes its time",
        string_input: "5s",
    },
];
