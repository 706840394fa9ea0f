//! The devices themselves: in memory, so that the example needs nothing else. Called by [`crate::plugin`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::{Device, DeviceError, Filter, Kind, State};

/// All devices. Clones are the same devices: Grafana calls one plugin value many times at once.
// Each device is a watch channel: it holds the device as it is now, and tells whoever watches when that changes.
#[derive(Clone, Debug)]
pub struct Registry(Arc<Mutex<BTreeMap<u32, watch::Sender<Device>>>>);

impl Default for Registry {
    /// Four devices, one of them locked.
    fn default() -> Self {
        let devices = [
            (1, "Hall lamp", Kind::Lamp, State::Off, false),
            (2, "Hall fan", Kind::Fan, State::Off, false),
            (3, "Küche lamp", Kind::Lamp, State::On, false),
            (4, "Cellar pump", Kind::Pump, State::On, true),
        ];
        let devices = devices.map(|(id, name, kind, state, locked)| {
            (id, watch::Sender::new(Device { id, name: name.to_owned(), kind, state, locked }))
        });
        Self(Arc::new(Mutex::new(devices.into())))
    }
}

impl Registry {
    /// The devices that the filter admits, by number.
    #[must_use]
    pub fn list(&self, filter: &Filter) -> Vec<Device> {
        let devices = self.devices();
        let devices = devices.values().map(|device| device.borrow().clone());
        devices.filter(|device| filter.admits(device)).take(filter.limit.unwrap_or(usize::MAX)).collect()
    }

    /// One device.
    ///
    /// # Errors
    ///
    /// [`DeviceError::Unknown`].
    pub fn get(&self, id: u32) -> Result<Device, DeviceError> {
        self.find(id).map(|device| device.borrow().clone())
    }

    /// Switches a device, and gives it as it is then.
    ///
    /// # Errors
    ///
    /// [`DeviceError::Unknown`], [`DeviceError::Locked`].
    pub fn switch(&self, id: u32, state: State) -> Result<Device, DeviceError> {
        let device = self.find(id)?;
        let now = device.borrow().clone();
        if now.locked {
            return Err(DeviceError::Locked { name: now.name, state: now.state });
        }
        device.send_modify(|device| device.state = state);
        Ok(Device { state, ..now })
    }

    /// Forgets a device. Whoever watches it sees the end.
    ///
    /// # Errors
    ///
    /// [`DeviceError::Unknown`].
    pub fn remove(&self, id: u32) -> Result<(), DeviceError> {
        self.devices().remove(&id).map(drop).ok_or(DeviceError::Unknown(id))
    }

    /// Follows a device: as it is now, and whenever that changes.
    ///
    /// # Errors
    ///
    /// [`DeviceError::Unknown`].
    pub fn watch(&self, id: u32) -> Result<watch::Receiver<Device>, DeviceError> {
        self.find(id).map(|device| device.subscribe())
    }

    /// Waits until nobody follows a device any more.
    ///
    /// # Errors
    ///
    /// [`DeviceError::Unknown`].
    pub async fn unwatched(&self, id: u32) -> Result<(), DeviceError> {
        let device = self.find(id)?;
        device.closed().await;
        Ok(())
    }

    fn find(&self, id: u32) -> Result<watch::Sender<Device>, DeviceError> {
        self.devices().get(&id).cloned().ok_or(DeviceError::Unknown(id))
    }

    // Nothing that holds the lock can leave the map half changed, so a panic elsewhere does not spoil it.
    fn devices(&self) -> MutexGuard<'_, BTreeMap<u32, watch::Sender<Device>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
