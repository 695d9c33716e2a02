package config

import (
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Config is the whole configuration, resolved and checked.
type Config struct {
	Listen   string    `yaml:"listen" doc:"address and port of the page, the feed, the metrics and the probes"`
	Hosts    []string  `yaml:"hosts" doc:"names by which the server may be asked, beside loopback names and bare IP addresses; a page elsewhere can't make a browser use others"`
	Web      Web       `yaml:"web"`
	Store    Store     `yaml:"store"`
	Watch    Watch     `yaml:"watch"`
	Log      Log       `yaml:"log"`
	Metrics  Metrics   `yaml:"metrics"`
	Public   bool      `yaml:"public_endpoints" doc:"also use the well-known public endpoints of the presets, after those that are given and a few requests at a time; they see which accounts are asked about, and may be slow, wrong or gone"`
	Accounts []Account `yaml:"accounts" doc:"whose positions to name in metrics, alerts and the page"`
	Chains   []Chain   `yaml:"chains" doc:"the chains to follow"`
	Alerts   Alerts    `yaml:"alerts"`
	Notify   Notify    `yaml:"notify"`
	NATS     NATS      `yaml:"nats"`

	places places
}

// Web says who may ask, and who may change something.
type Web struct {
	ConfigFile string   `yaml:"config_file" doc:"file with TLS, client certificates and passwords, in the form that all exporters of Prometheus have (exporter-toolkit); named in the configuration, relative to its folder"`
	Rate       uint64   `yaml:"rate" doc:"most requests a second from one address, this machine's own apart; 0 stands for no limit"`
	Reload     bool     `yaml:"reload" doc:"whether POST /-/reload reads the configuration anew, as SIGHUP always does"`
	Origins    []string `yaml:"origins" doc:"other sites whose pages may read from this server, like https://page.example"`
	Tokens     []Token  `yaml:"tokens" doc:"whoever sends one of these may change something; without any, only the user of this machine may, and nobody by a proxy"`
}

// Token is a secret that somebody sends. Value is filled from File when that is
// given instead.
type Token struct {
	Name  string `yaml:"name" doc:"whose token it is"`
	Value Secret `yaml:"token" doc:"the token, 16 characters at least"`
	File  string `yaml:"token_file" doc:"file that holds the token, relative to the configuration's folder; instead of token"`
}

// Store says where the record is kept. URL is filled from URLFile when that is
// given instead.
type Store struct {
	URL     Secret `yaml:"url" doc:"sqlite:FILE, or postgres://USER:PASSWORD@HOST/DATABASE, with whatever libpq knows behind it, like ?search_path=SCHEMA&sslmode=verify-full"`
	URLFile string `yaml:"url_file" doc:"file that holds the URL, relative to the configuration's folder; instead of url"`
	// Lease bounds how long a shard has no owner.
	Lease time.Duration `yaml:"lease" doc:"on PostgreSQL, after how long without a sign of life another process may do what this one did; at least 1s"`
	// Keep bounds the feed's history; liquidations are kept for good.
	Keep uint64 `yaml:"keep" doc:"how many of the newest feed entries are all kept; of older ones, only what no later entry replaces"`
}

// NATS says where the feed is copied to, if anywhere: with URL or Listen.
type NATS struct {
	URL         Secret        `yaml:"url" doc:"server to copy the feed to, like nats://USER:PASSWORD@HOST:4222 or tls://HOST:4222; several with commas between"`
	Credentials string        `yaml:"credentials" doc:"file with the user's JWT and key (.creds), where the server wants one"`
	Listen      string        `yaml:"listen" doc:"instead of url, for those without a server: address and port at which brink itself serves NATS, to readers without a password"`
	Folder      string        `yaml:"folder" doc:"with listen: folder in which the stream is kept"`
	Stream      string        `yaml:"stream" doc:"name of the JetStream stream; one that exists is taken with the limits that it has"`
	Prefix      string        `yaml:"prefix" doc:"first part of the subjects PREFIX.CHAIN-ID.PROTOCOL.TYPE"`
	Keep        time.Duration `yaml:"keep" doc:"how long entries stay in a stream that brink makes; 0s for good"`
	Replicas    uint64        `yaml:"replicas" doc:"how many servers hold a stream that brink makes"`
}

// Watch holds thresholds, in health factor.
type Watch struct {
	Near Decimal `yaml:"near" doc:"positions below this health factor are evaluated every block and published; at least 1"`
}

// Log says what the program tells on standard error.
type Log struct {
	Level  string `yaml:"level" enum:"debug info warn error" doc:"least serious message to write"`
	Format string `yaml:"format" enum:"auto text json" doc:"form of the messages, auto being text on a terminal and JSON elsewhere"`
}

// Metrics bounds what /metrics may grow to.
type Metrics struct {
	WatchedLimit uint64 `yaml:"watched_limit" doc:"most positions of named accounts that get series of their own"`
}

// Account is an address that has a name.
type Account struct {
	Name    string         `yaml:"name" doc:"name in metrics, alerts and the page"`
	Address common.Address `yaml:"address" doc:"the account's address"`
}

// Mode is how much of a chain is followed.
type Mode string

const (
	// ModeFull follows every position of every deployment by every log since
	// its start block.
	ModeFull Mode = "full"
	// ModeCurrent follows every borrower: found by the logs that name them, read
	// from the contracts as of a final block, and kept by events from there.
	ModeCurrent Mode = "current"
	// ModeAccounts follows only the positions of Config.Accounts: read from the
	// contracts at start, then kept by events. Nothing is backfilled.
	ModeAccounts Mode = "accounts"
)

// Chain is one chain to follow.
type Chain struct {
	Preset        string         `yaml:"preset" doc:"start from this preset; see brink presets list"`
	Only          []string       `yaml:"only" doc:"names of the preset's deployments to follow; all when left out"`
	Name          string         `yaml:"name" doc:"name in the page, the API and the metrics; given by the preset"`
	ID            uint64         `yaml:"id" doc:"chain id, compared with the node's; given by the preset"`
	Mode          Mode           `yaml:"mode" enum:"full current accounts" doc:"full folds every log since start_block, which takes an archive's time on a large market; current finds the borrowers by their logs and reads their positions from the contracts at a final block; accounts follows only the accounts above, without any history"`
	BlockTime     time.Duration  `yaml:"block_time" doc:"usual time between two blocks; a head older than some of these counts as stale"`
	PollInterval  time.Duration  `yaml:"poll_interval" doc:"how often to ask for a new head where there is no subscription; the block time when left out"`
	Finality      Finality       `yaml:"finality" doc:"tags: the node's own safe and finalized blocks; or a number of blocks behind the head, for chains without them"`
	Multicall     common.Address `yaml:"multicall" doc:"address of Multicall3; without one, reads are batched by JSON-RPC"`
	Verify        string         `yaml:"verify" enum:"full headers receipts none" doc:"what is recomputed of what a node says: full, the hash of every header and the receipts' root of every block near the head that may concern us, so that no log can be left out; headers, where receipts don't have the root that headers say; receipts, where nodes don't tell all that hashes are made of; none, where hashes aren't those of the headers, and blooms aren't to be trusted"`
	MaxBlockRange uint64         `yaml:"max_block_range" doc:"most blocks to ask logs of in one request; made smaller when a node refuses"`
	Endpoints     []Endpoint     `yaml:"endpoints" doc:"nodes, the preferred first"`
	Public        []string       `yaml:"public_endpoints" doc:"URLs of endpoints that anybody may use, which are used only when public_endpoints is true; given by some presets"`
	Deployments   []Deployment   `yaml:"deployments" doc:"protocol deployments to follow; one with the name of a preset's is laid over it"`
	Explorer      string         `yaml:"explorer" doc:"what an account's address is put behind for a link in messages; notify.explorer when left out"`
	Heartbeat     time.Duration  `yaml:"heartbeat" doc:"how long a price feed may go without an update before its prices count as stale; when left out, only feeds under heartbeats are judged, and those for which the protocol's own oracle has a limit"`
	Heartbeats    []Heartbeat    `yaml:"heartbeats" doc:"the heartbeats of single feeds"`
	Groups        []Group        `yaml:"groups" doc:"assets whose prices move together, such as a coin and its staked forms; one with the name of a preset's adds to it. Nothing is taken to belong to a group that isn't listed"`
}

// Heartbeat is how long one price feed may go without an update.
type Heartbeat struct {
	Feed  common.Address `yaml:"feed" doc:"the contract that the protocol's oracle asks, as in the metric brink_oracle_last_update_timestamp_seconds"`
	Every time.Duration  `yaml:"every" doc:"its heartbeat"`
}

// Group is assets whose prices move together.
type Group struct {
	Name   string           `yaml:"name" doc:"name in shocks, ladders and the page; groups of several chains with one name are one"`
	Kind   Kind             `yaml:"kind" enum:"volatile stable" doc:"stable where the assets are meant to keep the price of a currency; liquidations are long, short, pair or stable by this"`
	Assets []common.Address `yaml:"assets" doc:"the tokens; 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE is ether where prices are counted in it"`
}

// Kind says how the assets of a group behave.
type Kind string

// The kinds.
const (
	Volatile Kind = "volatile"
	Stable   Kind = "stable"
)

// Endpoint is a node. URL is filled from URLFile when that is given instead.
type Endpoint struct {
	Name    string `yaml:"name" doc:"name in logs, metrics and the API, where the URL never appears"`
	URL     Secret `yaml:"url" doc:"ws, wss, http or https URL"`
	URLFile string `yaml:"url_file" doc:"file that holds the URL, relative to the configuration's folder; instead of url"`
	// Public says that strangers share the node: it is to be asked politely.
	Public bool
}

// Deployment is one instance of a protocol on a chain.
type Deployment struct {
	Name     string `yaml:"name" doc:"name within the chain, part of every position's id"`
	Protocol string `yaml:"protocol" doc:"which protocol this is an instance of"`
	// StartBlock 0 means unknown: the block is then found at start-up, as the
	// first at which the deployment's contracts have code.
	StartBlock uint64                    `yaml:"start_block" doc:"first block to read; when left out it is found at start-up by a binary search for the contract's code"`
	Addresses  map[string]common.Address `yaml:"addresses" doc:"the contracts to start from, by the protocol's own names"`
	// Options is what the protocol's Options function gave, filled in; nil for
	// a protocol without options.
	Options any `yaml:"options" doc:"options of the protocol"`
}

// Default is the configuration of an empty file.
func Default() *Config {
	return &Config{
		Listen:  "127.0.0.1:8080",
		Web:     Web{Rate: 100},
		Store:   Store{URL: "sqlite:brink.db", Lease: 15 * time.Second, Keep: 1_000_000},
		Watch:   Watch{Near: MustDecimal("1.10")},
		Log:     Log{Level: "info", Format: "auto"},
		Metrics: Metrics{WatchedLimit: 100},
		Notify:  Notify{Explorer: "https://blockscan.com/address/"},
		NATS:    NATS{Folder: "brink.nats", Stream: "BRINK", Prefix: "brink", Keep: 7 * 24 * time.Hour, Replicas: 1},
	}
}

// defaultChain is what a chain without a preset starts from.
func defaultChain() Chain {
	return Chain{Mode: ModeFull, BlockTime: 12 * time.Second, Verify: "full", MaxBlockRange: 10_000}
}

// Protocol is what the loader must know of a protocol to check a deployment of it.
type Protocol struct {
	// Name as written under "protocol".
	Name string
	// Addresses are the names of the contracts that a deployment must give.
	Addresses []string
	// Options gives a pointer to a struct of yaml-tagged fields with their
	// defaults, to be filled from "options"; nil when there are none. When the
	// pointer has a method Validate() error, it is called after filling. A field
	// tagged with a mode is refused in every other one.
	Options func() any
}
