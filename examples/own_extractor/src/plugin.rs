//! The plugin: its routes, whose arguments are the extractors of this package.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, Json, OrgId, resource_routes};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::{Account, Accounts, Tenant, Valid, Validate};

/// The data source: rules, for each tenant of each organisation its own.
#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
pub struct Rules {
    accounts: Accounts,
    rules: Arc<Mutex<HashMap<TenantKey, Vec<Rule>>>>,
}

/// A tenant of an organisation: one process answers for all organisations, and tenants of two may have one name.
type TenantKey = (OrgId, String);

/// Something to watch for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// What people call it.
    pub name: String,
    /// From where on it matters.
    pub above: f64,
}

impl Validate for Rule {
    fn validate(&self) -> Result<(), String> {
        if self.name.trim().is_empty() {
            return Err("`name` must not be empty".to_owned());
        }
        Ok(())
    }
}

#[resource_routes]
impl Rules {
    /// A greeting that knows whom it greets, if anybody.
    #[get("/")]
    fn hello(tenant: Option<Tenant<'_>>) -> String {
        format!("Hello, {}!", tenant.map_or("nobody in particular", |Tenant(name)| name))
    }

    /// The tenant's rules.
    #[get("/rules")]
    fn list(&self, org: OrgId, Tenant(tenant): Tenant<'_>) -> Json<Vec<Rule>> {
        let rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        Json(rules.get(&(org, tenant.to_owned())).cloned().unwrap_or_default())
    }

    /// Add a rule, if the tenant's account allows one more.
    #[post("/rules", role = Editor)]
    fn add(
        &self,
        org: OrgId,
        account: Account,
        Valid(rule): Valid<Rule>,
    ) -> Result<(StatusCode, Json<Rule>), Error> {
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let rules = rules.entry((org, account.tenant)).or_default();
        if rules.len() >= account.most_rules {
            return Err(Error::conflict("there are as many rules as the account allows"));
        }
        rules.push(rule.clone());
        Ok((StatusCode::CREATED, Json(rule)))
    }
}

impl Rules {
    pub(crate) fn accounts(&self) -> &Accounts {
        &self.accounts
    }
}
