package devices

import (
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"sync"
)

// Registry holds the devices, which all instances of the data source share.
type Registry struct {
	mutex   sync.Mutex
	devices map[uint32]*watched
}

// watched is a device and how those who watch it learn of a change.
type watched struct {
	device Device
	// Closed, and replaced, whenever the device changes.
	changed chan struct{}
	gone    bool
}

// refusal is an error with the status that it is answered with.
type refusal struct {
	status  int
	message string
}

func unknown(id uint32) *refusal {
	return &refusal{http.StatusNotFound, fmt.Sprintf("there is no device %d", id)}
}

// NewRegistry has four devices, one of them locked.
func NewRegistry() *Registry {
	registry := &Registry{devices: map[uint32]*watched{}}
	for _, device := range []Device{
		{1, "Hall lamp", "lamp", "off", false},
		{2, "Hall fan", "fan", "off", false},
		{3, "Küche lamp", "lamp", "on", false},
		{4, "Cellar pump", "pump", "on", true},
	} {
		registry.devices[device.ID] = &watched{device: device, changed: make(chan struct{})}
	}
	return registry
}

func (r *Registry) list(filter filter) []Device {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	found := []Device{}
	for _, id := range slices.Sorted(maps.Keys(r.devices)) {
		if device := r.devices[id].device; filter.admits(device) && len(found) < filter.limit {
			found = append(found, device)
		}
	}
	return found
}

func (r *Registry) all() []Device { return r.list(filter{limit: math.MaxInt}) }

func (r *Registry) get(id uint32) (Device, *refusal) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if entry := r.devices[id]; entry != nil {
		return entry.device, nil
	}
	return Device{}, unknown(id)
}

func (r *Registry) turn(id uint32, state State) (Device, *refusal) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	entry := r.devices[id]
	if entry == nil {
		return Device{}, unknown(id)
	}
	if device := entry.device; device.Locked {
		message := fmt.Sprintf("%s is locked and stays %s", device.Name, device.State)
		return Device{}, &refusal{http.StatusConflict, message}
	}
	entry.device.State = state
	entry.tell()
	return entry.device, nil
}

func (r *Registry) remove(id uint32) *refusal {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	entry := r.devices[id]
	if entry == nil {
		return unknown(id)
	}
	delete(r.devices, id)
	entry.gone = true
	entry.tell()
	return nil
}

func (w *watched) tell() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// watch gives a function that says how the device is, whether it still is, and what is closed when that changes.
func (r *Registry) watch(id uint32) (func() (Device, bool, <-chan struct{}), *refusal) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	entry := r.devices[id]
	if entry == nil {
		return nil, unknown(id)
	}
	return func() (Device, bool, <-chan struct{}) {
		r.mutex.Lock()
		defer r.mutex.Unlock()
		return entry.device, !entry.gone, entry.changed
	}, nil
}
