//! An extractor that has to wait.

use std::collections::HashMap;
use std::sync::Arc;

use axum_core::extract::FromRequestParts;
use grafana_resource_routes::{Call, Error};
use http::request::Parts;
use tokio::sync::RwLock;

use crate::{Rules, Tenant};

/// The account of the tenant that is named, looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The tenant's name.
    pub tenant: String,
    /// How many rules the tenant may have.
    pub most_rules: usize,
}

/// All accounts. In earnest a database; what matters is that it is asked with `await`.
#[derive(Clone, Debug)]
pub struct Accounts(Arc<RwLock<HashMap<&'static str, usize>>>);

impl Default for Accounts {
    fn default() -> Self {
        Self(Arc::new(RwLock::new(HashMap::from([("tall", 3), ("small", 1)]))))
    }
}

impl Accounts {
    async fn find(&self, tenant: &str) -> Option<usize> {
        self.0.read().await.get(tenant).copied()
    }
}

// axum's trait, with the call as its state. It is for this one plugin, whose accounts it asks.
impl FromRequestParts<Call<'_, Rules>> for Account {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, call: &Call<'_, Rules>) -> Result<Self, Error> {
        let Tenant(tenant) = call.extract()?;
        let most_rules = call.plugin().accounts().find(tenant).await;
        let most_rules =
            most_rules.ok_or_else(|| Error::not_found(format!("there is no tenant {tenant}")))?;
        Ok(Self { tenant: tenant.to_owned(), most_rules })
    }
}
