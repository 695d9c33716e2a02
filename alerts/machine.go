package alerts

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"brink/chain"
	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// Account is an address that has a name.
type Account struct {
	Name    string
	Address common.Address
}

// Options are what the machine must know beside the feed.
type Options struct {
	Rules    []Rule
	Accounts []Account
	// Chains are the names of the chains, by id.
	Chains map[uint64]string
}

// machine is the state of all rules. It belongs to one goroutine.
type machine struct {
	opt   Options
	names map[common.Address]string
	clock map[uint64]clock

	instances map[string]*instance    // by rule, a space, subject
	subjects  map[string]*subject     // positions, prices, chains
	events    map[string]*event       // by rule, a space, id of the entry
	payments  map[string]*payments    // by rule, a space, scope
	restored  map[string]*common.Hash // blocks that a chain went back to last, by chain
	serial    uint64
	block     common.Hash       // of the entry heard last
	moved     map[sumOf]clock   // sums that its entries changed
	time      map[uint64]uint64 // of the block heard last, by chain

	dirty map[string]bool // keys of values that changed since the last commit
	out   []feed.Entry
}

// subject is what was heard last of something.
type subject struct {
	Cursor   feed.Cursor    `json:"cursor"`
	ChainID  uint64         `json:"chain_id"`
	Position *feed.Position `json:"position,omitempty"`
	Price    *price         `json:"price,omitempty"`
	Chain    *sight         `json:"chain,omitempty"`
	Market   *market        `json:"market,omitempty"`
}

// event is something that happened in a block that isn't final, so that it can
// be told later, or taken back.
type event struct {
	Told  bool       `json:"told,omitempty"`
	Alert feed.Alert `json:"alert"`
}

func newMachine(opt Options) *machine {
	m := &machine{
		opt: opt, names: map[common.Address]string{}, clock: map[uint64]clock{},
		instances: map[string]*instance{}, subjects: map[string]*subject{}, events: map[string]*event{},
		restored: map[string]*common.Hash{}, dirty: map[string]bool{}, moved: map[sumOf]clock{},
		payments: map[string]*payments{}, time: map[uint64]uint64{},
	}
	for _, a := range opt.Accounts {
		m.names[a.Address] = a.Name
	}
	return m
}

// Prefixes of the keys under which the parts of the state are kept.
const (
	keyInstance = "instance "
	keySubject  = "subject "
	keyEvent    = "event "
	keyRestored = "restored "
	keyPayments = "payments "
	keySerial   = "serial"
	keyRules    = "rules"
)

// fingerprint changes with the rules and with what they may look at.
func (m *machine) fingerprint() []byte {
	return marshal(m.opt)
}

// load takes in what was kept; false when it was made under other rules, so
// that all that holds now must be looked at anew.
func (m *machine) load(values map[string][]byte) (same bool, err error) {
	for key, value := range values {
		part, name, _ := strings.Cut(key, " ")
		switch part + " " {
		case keyInstance:
			err = read(value, m.instances, name)
		case keySubject:
			err = read(value, m.subjects, name)
		case keyEvent:
			err = read(value, m.events, name)
		case keyRestored:
			err = read(value, m.restored, name)
		case keyPayments:
			err = read(value, m.payments, name)
		}
		if key == keySerial {
			m.serial, err = strconv.ParseUint(string(value), 10, 64)
		}
		if err != nil {
			return false, fmt.Errorf("reading what was kept as %q: %w", key, err)
		}
	}
	return string(values[keyRules]) == string(m.fingerprint()), nil
}

func read[T any](value []byte, into map[string]*T, name string) error {
	v := new(T)
	into[name] = v
	return json.Unmarshal(value, v)
}

// changes are the values that changed since the last call, and the entries that
// were made; the caller commits both.
func (m *machine) changes() (put map[string][]byte, entries []feed.Entry) {
	put = make(map[string][]byte, len(m.dirty)+1)
	for key := range m.dirty {
		part, name, _ := strings.Cut(key, " ")
		switch part + " " {
		case keyInstance:
			put[key] = encode(m.instances, name)
		case keySubject:
			put[key] = encode(m.subjects, name)
		case keyEvent:
			put[key] = encode(m.events, name)
		case keyRestored:
			put[key] = encode(m.restored, name)
		case keyPayments:
			put[key] = encode(m.payments, name)
		}
	}
	if len(m.out) > 0 {
		put[keySerial] = strconv.AppendUint(nil, m.serial, 10)
	}
	entries = m.out
	m.out = nil
	clear(m.dirty)
	return put, entries
}

func encode[T any](from map[string]*T, name string) []byte {
	v, ok := from[name]
	if !ok {
		return nil
	}
	return marshal(v)
}

// marshal encodes what this package made of plain values, which can't fail.
func marshal(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("alerts: encoding a %T: %v", v, err))
	}
	return text
}

// rule finds a rule by the name at the start of a key.
func (m *machine) rule(key string) (*Rule, string) {
	name, rest, _ := strings.Cut(key, " ")
	i := slices.IndexFunc(m.opt.Rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return nil, rest
	}
	return &m.opt.Rules[i], rest
}

// forget ends what belongs to rules that are no more, or have other levels.
func (m *machine) forget() {
	for _, key := range slices.Sorted(maps.Keys(m.instances)) {
		r, name := m.rule(key)
		in := m.instances[key]
		if r != nil && len(r.Levels) == len(in.Levels) {
			continue
		}
		if s := m.subjects[name]; in.ToldLevel >= 0 && s != nil {
			gone := Rule{Name: strings.TrimSuffix(key, " "+name), Levels: make([]Level, len(in.Levels))}
			for i := range gone.Levels {
				gone.Levels[i].Severity = feed.Info
			}
			t := telling{transition: feed.Resolved, level: -1, was: in.ToldLevel, reason: "the rule was changed or removed", before: in.Value}
			m.say(&gone, name, value{}, t, m.clock[s.ChainID].mark)
		}
		delete(m.instances, key)
		m.dirty[keyInstance+key] = true
	}
	for key := range m.events {
		if r, _ := m.rule(key); r == nil {
			delete(m.events, key)
			m.dirty[keyEvent+key] = true
		}
	}
}

// see lets a rule look at a value of a subject.
func (m *machine) see(r *Rule, name string, v value, c clock) {
	key := r.Name + " " + name
	in := m.instances[key]
	if in == nil {
		if in = newInstance(len(r.Levels)); !v.known || v.calm {
			return
		}
	}
	before, _ := json.Marshal(in)
	t, any := in.step(r, v, c)
	if r.Measure == Blind {
		in.Past = nil // of the clock's time, no block takes it back
	}
	if any {
		m.say(r, name, v, t, c.mark)
	}
	m.keepInstance(r, key, in, c, before)
}

// maxPast bounds what is remembered where blocks never become final.
const maxPast = 256

func (m *machine) keepInstance(r *Rule, key string, in *instance, c clock, before []byte) {
	in.Past = in.Past[max(0, len(in.Past)-maxPast):]
	after, _ := json.Marshal(in)
	_, kept := m.instances[key]
	switch {
	case in.idle(r, c.mark):
		delete(m.instances, key)
		if kept {
			m.dirty[keyInstance+key] = true
			m.prune(strings.TrimPrefix(key, r.Name+" "))
		}
	case !kept || string(before) != string(after):
		m.instances[key] = in
		m.dirty[keyInstance+key] = true
	}
}

// tick moves a chain's time on: it is at this tip, and everything said of it up
// to there was heard.
func (m *machine) tick(chainID uint64, tip store.Tip) {
	m.settleSums()
	c := clock{mark{tip.Number, tip.Hash, tip.Time}, tip.Safe, tip.Final}
	if m.clock[chainID] == c {
		return
	}
	m.clock[chainID], m.time[chainID] = c, c.Time
	m.forgetPaid(chainID, c)
	for _, key := range slices.Sorted(maps.Keys(m.instances)) {
		r, name := m.rule(key)
		in := m.instances[key]
		if m.chainOf(name) != chainID || r.Measure == Blind {
			continue
		}
		before, _ := json.Marshal(in)
		in.settle(c.Final)
		v := m.value(r, name)
		if r.Measure != Repaid { // which falls as time passes
			v.known = v.known && !v.calm && in.now() >= 0 // a reminder has the value; only an entry changes it
		}
		if t, any := in.step(r, v, c); any {
			m.say(r, name, m.value(r, name), t, c.mark)
		}
		m.keepInstance(r, key, in, c, before)
	}
	m.tellEvents(chainID, c)
}

// tellEvents tells what happened in blocks that now stand firmly enough.
func (m *machine) tellEvents(chainID uint64, c clock) {
	keys := slices.SortedFunc(maps.Keys(m.events), func(a, b string) int {
		return cmp.Or(cmp.Compare(m.events[a].Alert.Block.Number, m.events[b].Alert.Block.Number), cmp.Compare(a, b))
	})
	for _, key := range keys {
		r, _ := m.rule(key)
		e := m.events[key]
		if e.Alert.ChainID != chainID || r == nil {
			continue
		}
		if !e.Told && e.Alert.Block.Number <= c.firm(r) {
			e.Told = true
			m.dirty[keyEvent+key] = true
			m.emit(e.Alert)
		}
		if e.Alert.Block.Number <= c.Final {
			delete(m.events, key)
			m.dirty[keyEvent+key] = true
		}
	}
}

func (m *machine) chainOf(name string) uint64 {
	digits, _, _ := strings.Cut(name, ":")
	id, _ := strconv.ParseUint(digits, 10, 64)
	return id
}

// undo takes back what a block brought, and what happened in it.
func (m *machine) undo(chainID uint64, block common.Hash, now clock) {
	m.unpay(now, func(p *payment) bool { return p.Block.Hash == block })
	for _, key := range slices.Sorted(maps.Keys(m.instances)) {
		r, name := m.rule(key)
		in := m.instances[key]
		if m.chainOf(name) != chainID {
			continue
		}
		before, _ := json.Marshal(in)
		if t, any := in.undo(block); any {
			m.say(r, name, m.value(r, name), t, now.mark)
		}
		m.keepInstance(r, key, in, now, before)
	}
	for _, key := range slices.Sorted(maps.Keys(m.events)) {
		if e := m.events[key]; e.Alert.ChainID == chainID && e.Alert.Block.Hash == block {
			m.withdraw(key, now.mark)
		}
	}
}

// withdraw takes back something that happened.
func (m *machine) withdraw(key string, at mark) {
	e := m.events[key]
	delete(m.events, key)
	m.dirty[keyEvent+key] = true
	if !e.Told {
		return
	}
	a := e.Alert
	a.Transition, a.Was, a.Severity, a.Reason = feed.Withdrawn, a.Severity, "", "withdrawn by reorg"
	a.Block = feed.NewBlockRef(at.head())
	m.emit(a)
}

func (k mark) head() chain.Head {
	return chain.Head{Ref: chain.Ref{Number: k.Number, Hash: k.Hash}, Time: k.Time}
}

// emit makes an entry of an alert.
func (m *machine) emit(a feed.Alert) {
	m.serial++
	e := feed.Entry{
		ChainID: a.ChainID, ID: fmt.Sprintf("%d:%s:%s:%d", a.ChainID, a.Block.Hash, feed.AlertChanged, m.serial),
		Type: feed.AlertChanged, Subject: a.ID, Status: feed.Latest, Data: marshal(a),
		Block: chain.Head{Ref: chain.Ref{Number: a.Block.Number, Hash: a.Block.Hash}, Time: uint64(a.Block.Timestamp.Unix())},
	}
	if a.Transition == feed.Withdrawn {
		e.Status = feed.Reverted
	}
	m.out = append(m.out, e)
}
