package config

import "time"

// Alerts are the rules of what people are to be told.
type Alerts struct {
	Rules []Rule   `yaml:"rules" doc:"what people are to be told; see examples/alerts.yaml"`
	Files []string `yaml:"files" doc:"files with more rules, relative to the configuration's folder"`
}

// Rule is one rule. What isn't given has the zero value, or its default.
type Rule struct {
	Name        string        `yaml:"name" doc:"name of the rule, part of every alert's id"`
	Measure     string        `yaml:"measure" enum:"health_factor drop_to_liquidation unknown liquidated bad_debt parameter_change at_risk_usd liquidatable_usd bad_debt_usd liquidated_usd utilisation oracle_stale oracle_deviation blind" doc:"what is looked at: of a position its health factor, the share by which one price must move to make it liquidatable, that it can't be told, that it was liquidated, left bad debt, or that a parameter of a market that it depends on changed; the dollars owed by positions below watch.near, by those that can be liquidated, what of them no collateral covers, and what liquidations repaid within window; of a market the share that is lent; of a price that it is stale or unreadable, or how far two deployments differ about it; of a chain that nothing is seen of it"`
	Levels      []Level       `yaml:"levels" doc:"from the mildest to the worst; what happens or holds has one, without thresholds"`
	KeepFiring  time.Duration `yaml:"keep_firing" doc:"how long a value must have left before the alert is over"`
	Floor       time.Duration `yaml:"floor" doc:"how long the same or a milder level isn't told again, whatever happened in between"`
	Worse       Decimal       `yaml:"worse" doc:"share by which a value must be worse than when it was told to be told anew"`
	Only        string        `yaml:"only" enum:"latest safe final" doc:"how firmly a block must stand before anything is told of it"`
	Per         string        `yaml:"per" enum:"chain deployment market account" doc:"what sums are made over"`
	Window      time.Duration `yaml:"window" doc:"block time over which liquidated_usd sums up"`
	Quiet       string        `yaml:"quiet" doc:"hours in which only what is critical is sent of the rule, like 22:00-07:00; the rest comes when they are over"`
	Zone        string        `yaml:"zone" doc:"time zone of those hours, like Europe/Berlin; UTC when left out"`
	Named       bool          `yaml:"named" doc:"only positions of the accounts above"`
	Accounts    []string      `yaml:"accounts" doc:"only positions of these accounts, by name or address"`
	Chains      []string      `yaml:"chains" doc:"only these chains, by name"`
	Protocols   []string      `yaml:"protocols" doc:"only these protocols"`
	Deployments []string      `yaml:"deployments" doc:"only these deployments, by name"`
	Markets     []string      `yaml:"markets" doc:"only these markets, by id"`
	MinDebt     Decimal       `yaml:"min_debt_usd" doc:"only positions and liquidations with at least this debt in dollars"`
	Target      Decimal       `yaml:"target" doc:"health factor that the amounts to repay or to add are to reach; the mildest level's leave when left out"`
	Channels    []string      `yaml:"channels" doc:"channels to tell, by name; all when left out"`
}

// Level is one severity of a rule.
type Level struct {
	Severity string        `yaml:"severity" enum:"info warning critical" doc:"how much it wants of its reader"`
	Enter    Decimal       `yaml:"enter" doc:"value beyond which the level begins; shares as in 0.1"`
	Leave    Decimal       `yaml:"leave" doc:"value at which it ends, on the good side of enter; enter when left out"`
	For      time.Duration `yaml:"for" doc:"how long the value must be beyond enter, in block time"`
	Blocks   uint64        `yaml:"blocks" doc:"for how many blocks it must be"`
	Remind   time.Duration `yaml:"remind" doc:"pause between reminders while it holds; none when left out"`
}

// Notify says how people are told.
type Notify struct {
	Page     string    `yaml:"page" doc:"address of the page, for links in messages"`
	Explorer string    `yaml:"explorer" doc:"what an account's address is put behind for a link, on chains without an explorer of their own"`
	Pings    []Ping    `yaml:"pings" doc:"URLs to fetch again and again while every chain is seen, for a dead man's switch elsewhere"`
	Channels []Channel `yaml:"channels" doc:"ways to tell people"`
}

// Ping is a URL that is fetched while all is well.
type Ping struct {
	URL     Secret        `yaml:"url" doc:"what to fetch"`
	URLFile string        `yaml:"url_file" doc:"file that holds the URL; instead of url"`
	Every   time.Duration `yaml:"every" doc:"pause between two fetches"`
	Private bool          `yaml:"private" doc:"may lead to private addresses"`
}

// Channel is one way to tell somebody.
type Channel struct {
	Name       string        `yaml:"name" doc:"name in rules, metrics and the log of deliveries"`
	Type       string        `yaml:"type" enum:"telegram ntfy webhook alertmanager shoutrrr" doc:"what it speaks"`
	URL        Secret        `yaml:"url" doc:"where it leads: ntfy with the topic at the end, the webhook's receiver, Alertmanager's address, a URL of shoutrrr; Telegram has its own"`
	URLFile    string        `yaml:"url_file" doc:"file that holds the URL; instead of url"`
	Token      Secret        `yaml:"token" doc:"Telegram: the bot's token; ntfy, Alertmanager: an access token, if one is needed"`
	TokenFile  string        `yaml:"token_file" doc:"file that holds the token; instead of token"`
	Chat       string        `yaml:"chat" doc:"Telegram: id or @name of the chat"`
	Secret     Secret        `yaml:"secret" doc:"webhook: the secret to sign with, whsec_…; two with a space between while one replaces the other"`
	SecretFile string        `yaml:"secret_file" doc:"file that holds the secret; instead of secret"`
	Severity   string        `yaml:"severity" enum:"info warning critical" doc:"least severity that is sent"`
	Quiet      string        `yaml:"quiet" doc:"hours in which only what is critical is sent, like 22:00-07:00"`
	Zone       string        `yaml:"zone" doc:"time zone of those hours, like Europe/Berlin; UTC when left out"`
	Window     time.Duration `yaml:"window" doc:"how long alerts are gathered; critical ones 2s at most"`
	Digest     uint64        `yaml:"digest" doc:"more alerts than this in a window are sent as one message"`
	PerMinute  uint64        `yaml:"per_minute" doc:"most messages a minute"`
	Expiry     time.Duration `yaml:"expiry" doc:"how long a message is tried that isn't true any more"`
	Recoveries bool          `yaml:"recoveries" doc:"also tell what is over"`
	Private    bool          `yaml:"private" doc:"may lead to private addresses, such as 127.0.0.1 or 10.0.0.0/8"`
}

func defaultRule() Rule {
	return Rule{Floor: 6 * time.Hour, Worse: MustDecimal("0.05"), Only: "latest", Per: "chain", Window: time.Hour}
}

func defaultChannel() Channel {
	return Channel{Severity: "info", Window: 30 * time.Second, Digest: 5, PerMinute: 20, Expiry: time.Hour, Recoveries: true}
}
