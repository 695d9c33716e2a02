package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"go.yaml.in/yaml/v3"
)

// resolver fills in what follows from other values (options, URLs in files) and
// checks what no single value shows.
type resolver struct {
	config    *Config
	protocols []Protocol
	problems  *Problems
	folder    string
}

func (r *resolver) fail(path, format string, args ...any) {
	r.problems.add(r.config.places.of(path), format, args...)
}

// quote is a value for a message, unless it came out of an environment variable.
func (r *resolver) quote(path, value string) string {
	if r.config.places[path].hidden {
		return "what the variable holds"
	}
	return strconv.Quote(value)
}

func (r *resolver) given(path string) bool { return r.config.places.given(path) }

func (r *resolver) resolve(options map[string][]optionNode) {
	c := r.config
	if _, port, err := net.SplitHostPort(c.Listen); err != nil || !isPort(port) {
		r.fail("listen", "listen: %s is not an address and port; write it like 127.0.0.1:8080", r.quote("listen", c.Listen))
	}
	r.store()
	if near := c.Watch.Near.Wad(); near.Lt(wad) {
		r.fail("watch.near", "watch.near is %s; a position is liquidatable below 1, so give 1 or more", c.Watch.Near)
	}
	r.web()
	r.accounts()
	if len(c.Chains) == 0 && !r.failed("chains") {
		r.fail("chains", "there is no chain to follow; add one under chains, or let brink init write it")
	}
	names, ids := map[string]string{}, map[uint64]string{}
	for i := range c.Chains {
		chain, path := &c.Chains[i], fmt.Sprintf("chains[%d]", i)
		if r.failed(path) || r.failed(path+".preset") || chain.Preset != "" && !slices.Contains(PresetNames(), chain.Preset) {
			continue // told by the decoder; the rest of it would only follow
		}
		r.chain(path, chain, options)
		r.endpoints(path, chain)
		if chain.Mode == ModeAccounts && len(c.Accounts) == 0 {
			r.fail(path+".mode", "%s.mode is accounts, but no accounts are given; list them under accounts", path)
		}
		if chain.Name != "" {
			r.unique(names, chain.Name, path+".name")
		}
		if other, taken := ids[chain.ID]; taken && chain.ID != 0 {
			r.fail(path, "chain id %d is that of %s already; put both under one entry", chain.ID, other)
		}
		ids[chain.ID] = path
	}
	r.notify()
	r.nats()
	r.ruleFiles()
	r.rules()
	r.known()
}

// wad is 1 as an 18-digit fixed-point number.
var wad = uint256.NewInt(1_000_000_000_000_000_000)

func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}

// store reads the store's URL from its file where one is named.
func (r *resolver) store() {
	s, at := &r.config.Store, "store.url"
	if s.URLFile != "" {
		at = "store.url_file"
		if r.given("store.url") {
			r.fail(at, "store has both url and url_file; remove one")
			return
		}
		var ok bool
		if s.URL, ok = r.readSecret("store", "url", s.URLFile); !ok {
			return
		}
	}
	if !isStoreURL(s.URL) {
		r.fail(at, "%s must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE", at)
	}
	if s.Lease < time.Second && !r.failed("store.lease") {
		r.fail("store.lease", "store.lease is %s; give 1s or more", s.Lease)
	}
}

func isStoreURL(s Secret) bool {
	if file, ok := strings.CutPrefix(s.Reveal(), "sqlite:"); ok {
		return file != ""
	}
	u, err := url.Parse(s.Reveal())
	return err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") && (u.Host != "" || u.Query().Has("host"))
}

func (r *resolver) accounts() {
	names, addresses := map[string]string{}, map[common.Address]string{}
	for i, account := range r.config.Accounts {
		path := fmt.Sprintf("accounts[%d]", i)
		if r.failed(path) {
			continue
		}
		r.name(path+".name", account.Name)
		r.unique(names, account.Name, path+".name")
		if !r.given(path + ".address") {
			r.fail(path, "%s has no address; add address: 0x…", path)
			continue
		}
		if other, taken := addresses[account.Address]; taken && account.Address != (common.Address{}) {
			r.fail(path+".address", "%s.address is that of %s already; remove one", path, other)
		}
		addresses[account.Address] = path
	}
}

var nameRule = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// CheckName tells whether a name can be part of ids, labels and paths.
func CheckName(name string) error {
	if !nameRule.MatchString(name) {
		return errors.New("is not a name; use up to 64 letters, digits, dots, dashes and underscores")
	}
	return nil
}

func (r *resolver) name(path, name string) {
	if !r.given(path) {
		owner := path[:strings.LastIndex(path, ".")]
		r.fail(owner, "%s has no name; add name: …", owner)
	} else if err := CheckName(name); err != nil && !r.failed(path) {
		shown := r.quote(path, name)
		if strings.Contains(name, "://") {
			shown = quoted(name)
		}
		r.fail(path, "%s: %s %v", path, shown, err)
	}
}

func (r *resolver) unique(taken map[string]string, name, path string) {
	if other, is := taken[name]; is && name != "" {
		r.fail(path, "%s: the name %s is that of %s already; change one", path, r.quote(path, name), strings.TrimSuffix(other, ".name"))
	}
	taken[name] = path
}

func (r *resolver) chain(path string, chain *Chain, options map[string][]optionNode) {
	r.name(path+".name", chain.Name)
	if chain.ID == 0 && !r.failed(path+".id") {
		r.fail(path, "%s has no id; add id: (the chain id), or a preset", path)
	}
	if chain.Preset == "" && r.given(path+".only") {
		r.fail(path+".only", "%s.only chooses among the deployments of a preset, and there is none; remove it", path)
	}
	if chain.MaxBlockRange == 0 {
		r.fail(path+".max_block_range", "%s.max_block_range must be 1 or more", path)
	}
	if chain.PollInterval == 0 {
		chain.PollInterval = chain.BlockTime
	}
	if len(chain.Deployments) == 0 {
		r.fail(path, "%s has no deployments; add one, or a preset", path)
	}
	r.groups(path, chain.Groups)
	r.heartbeats(path, chain.Heartbeats)
	r.link(path+".explorer", chain.Explorer)
	names := map[string]string{}
	for i := range chain.Deployments {
		deployment, at := &chain.Deployments[i], fmt.Sprintf("%s.deployments[%d]", path, i)
		if r.failed(at) {
			continue
		}
		r.name(at+".name", deployment.Name)
		r.unique(names, deployment.Name, at+".name")
		r.deployment(at, deployment, options[at+".options"])
		r.modal(at+".options", chain.Mode, deployment.Options)
		for j, other := range chain.Deployments[:i] {
			if sameContracts(*deployment, other) {
				r.fail(at, "%s has the protocol and addresses of %s.deployments[%d]; remove one", at, path, j)
			}
		}
	}
}

// heartbeats checks that each is of a feed, and a time.
func (r *resolver) heartbeats(path string, heartbeats []Heartbeat) {
	feeds := map[common.Address]string{}
	for i, h := range heartbeats {
		at := fmt.Sprintf("%s.heartbeats[%d]", path, i)
		if r.failed(at) {
			continue
		}
		for _, key := range []string{"feed", "every"} {
			if !r.given(at + "." + key) {
				r.fail(at, "%s has no %s; add feed: 0x… and every: 1h", at, key)
			}
		}
		if other, taken := feeds[h.Feed]; taken && !r.failed(at+".feed") {
			r.fail(at+".feed", "%s.feed is that of %s already; remove one", at, other)
		}
		feeds[h.Feed] = at
	}
}

// groups checks that no asset moves in two ways.
func (r *resolver) groups(path string, groups []Group) {
	names, assets := map[string]string{}, map[common.Address]string{}
	for i := range groups {
		g, at := &groups[i], fmt.Sprintf("%s.groups[%d]", path, i)
		if r.failed(at) {
			continue
		}
		r.name(at+".name", g.Name)
		r.unique(names, g.Name, at+".name")
		if g.Kind == "" && !r.failed(at+".kind") {
			r.fail(at, "%s has no kind; add kind: volatile or kind: stable", at)
		}
		for j, asset := range g.Assets {
			where := fmt.Sprintf("%s.assets[%d]", at, j)
			if other, taken := assets[asset]; taken && !r.failed(where) {
				r.fail(where, "%s is %s already; an asset moves with one group alone", where, other)
			}
			assets[asset] = where
		}
	}
}

func sameContracts(a, b Deployment) bool {
	if a.Protocol != b.Protocol || len(a.Addresses) == 0 || len(a.Addresses) != len(b.Addresses) {
		return false
	}
	for name, address := range a.Addresses {
		if b.Addresses[name] != address {
			return false
		}
	}
	return true
}

func (r *resolver) deployment(path string, deployment *Deployment, options []optionNode) {
	var known []string
	for _, protocol := range r.protocols {
		known = append(known, protocol.Name)
	}
	i := slices.Index(known, deployment.Protocol)
	switch {
	case !r.given(path + ".protocol"):
		r.fail(path, "%s has no protocol; known: %s", path, strings.Join(known, ", "))
		return
	case r.failed(path + ".protocol"):
		return
	case i < 0:
		r.fail(path+".protocol", "unknown protocol %s%s", r.quote(path+".protocol", deployment.Protocol), suggest(deployment.Protocol, known))
		return
	}
	r.addresses(path, deployment, r.protocols[i])
	r.options(path+".options", deployment, r.protocols[i], options)
}

func (r *resolver) addresses(path string, deployment *Deployment, protocol Protocol) {
	for _, name := range sortedKeys(deployment.Addresses) {
		at := path + ".addresses." + name
		if !slices.Contains(protocol.Addresses, name) {
			r.fail(at, "protocol %s has no address %q%s", protocol.Name, name, suggest(name, protocol.Addresses))
		} else if deployment.Addresses[name] == (common.Address{}) && !r.failed(at) {
			r.fail(at, "%s is the zero address; give the contract's", at)
		}
	}
	for _, name := range protocol.Addresses {
		if _, ok := deployment.Addresses[name]; !ok {
			r.fail(path, "%s has no address %s, which protocol %s needs", path, name, protocol.Name)
		}
	}
}

// failed tells whether the value of this key could not be read: it was told.
func (r *resolver) failed(path string) bool { return r.config.places[path].bad }

func sortedKeys(addresses map[string]common.Address) []string {
	var keys []string
	for key := range addresses {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// modal refuses options that mean nothing in the chain's mode: whoever gives them
// takes them to mean something.
func (r *resolver) modal(path string, mode Mode, options any) {
	if options == nil {
		return
	}
	for _, f := range yamlFields(reflectStruct(options).Type()) {
		at := path + "." + yamlName(f)
		if only := f.Tag.Get("mode"); only != "" && only != string(mode) && r.given(at) {
			r.fail(at, "%s is of use in mode %s alone, and the chain's mode is %s; remove it", at, only, mode)
		}
	}
}

func (r *resolver) options(path string, deployment *Deployment, protocol Protocol, nodes []optionNode) {
	deployment.Options = nil
	if protocol.Options == nil {
		if len(nodes) > 0 {
			r.fail(path, "protocol %s has no options; remove them", protocol.Name)
		}
		return
	}
	deployment.Options = protocol.Options()
	told := len(*r.problems)
	for _, n := range nodes {
		at := place{source: n.decoder.source, line: n.node.Line}
		if n.decoder.wants(path, at, n.node, yaml.MappingNode) {
			n.decoder.section(path, n.node, reflectStruct(deployment.Options))
		}
	}
	if v, ok := deployment.Options.(interface{ Validate() error }); ok && told == len(*r.problems) {
		if err := v.Validate(); err != nil {
			r.fail(path, "%s: %v", path, err)
		}
	}
}
