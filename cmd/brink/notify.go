package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"brink/alerts"
	"brink/config"
	"brink/feed"
	"brink/metrics"
	"brink/notify"
	"brink/notify/alertmanager"
	"brink/notify/ntfy"
	"brink/notify/shout"
	"brink/notify/telegram"
	"brink/notify/webhook"
	"brink/store"
	"brink/web"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

// urgent is how long critical alerts are gathered: about as long as a block of
// a crash takes to be told whole.
const urgent = 2 * time.Second

// channels makes the configured ways to tell people.
func channels(cfg *config.Config) ([]notify.Channel, error) {
	var out []notify.Channel
	links := notify.Links{Page: cfg.Notify.Page, Explorer: cfg.Notify.Explorer, Explorers: map[uint64]string{}}
	for _, c := range cfg.Chains {
		links.Explorers[c.ID] = c.Explorer
	}
	for i, c := range cfg.Notify.Channels {
		at := fmt.Sprintf("notify.channels[%d]", i)
		sender, err := senderOf(c, links)
		if err != nil {
			return nil, config.Problems{{Where: cfg.Origin(at + ".url"), Message: fmt.Sprintf("%s.url %v", at, err)}}
		}
		quiet, err := notify.ParseQuiet(c.Quiet, c.Zone)
		if err != nil {
			return nil, config.Problems{{Where: cfg.Origin(at + ".quiet"), Message: fmt.Sprintf("%s.quiet: %v", at, err)}}
		}
		out = append(out, notify.Channel{
			Name: c.Name, Sender: sender, Fingerprint: fingerprint(c), Least: feed.Severity(c.Severity), Quiet: quiet,
			Window: c.Window, Urgent: urgent, Digest: int(c.Digest), Whole: c.Type == "alertmanager",
			Forgetful: c.Type == "telegram" || c.Type == "ntfy" || c.Type == "shoutrrr",
			PerMinute: int(c.PerMinute), Expiry: c.Expiry, Recoveries: c.Recoveries || c.Type == "alertmanager",
		})
	}
	return out, nil
}

// fingerprint tells where a channel leads without saying it.
func fingerprint(c config.Channel) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{c.Type, c.URL.Reveal(), c.Chat, c.Token.Reveal()}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

func senderOf(c config.Channel, links notify.Links) (notify.Sender, error) {
	client := notify.Client(c.Private)
	switch c.Type {
	case "telegram":
		api := strings.TrimSuffix(c.URL.Reveal(), "/")
		if api == "" {
			api = telegram.DefaultAPI
		}
		return telegram.New(telegram.Options{API: api, Token: c.Token.Reveal(), Chat: c.Chat, Links: links, Client: client}), nil
	case "ntfy":
		return ntfy.New(ntfy.Options{URL: c.URL.Reveal(), Token: c.Token.Reveal(), Links: links, Client: client})
	case "webhook":
		return webhook.New(webhook.Options{URL: c.URL.Reveal(), Secrets: strings.Fields(c.Secret.Reveal()), Client: client})
	case "alertmanager":
		return alertmanager.New(alertmanager.Options{URL: c.URL.Reveal(), Token: c.Token.Reveal(), Links: links, Client: client}), nil
	}
	return shout.New(c.URL.Reveal(), links)
}

// telling is all that tells people: what watches the feed for alerts, what sends
// them, and what says elsewhere that all this is alive.
type telling struct {
	watcher  *alerts.Watcher
	notifier *notify.Notifier
	here     atomic.Bool // it is this process that tells people
	pings    []config.Ping
	chains   func() []feed.Chain
	trials   []web.Channel
	log      *slog.Logger
}

func newTelling(cfg *config.Config, st store.Store, hub *feed.Hub, live *live, observer notify.Observer, log *slog.Logger) (*telling, error) {
	opt, err := alertOptions(cfg)
	if err != nil {
		return nil, err
	}
	ways, err := channels(cfg)
	if err != nil {
		return nil, err
	}
	quiet := map[string]notify.Quiet{}
	for i, r := range cfg.Alerts.Rules {
		if quiet[r.Name], err = notify.ParseQuiet(r.Quiet, r.Zone); err != nil {
			at := fmt.Sprintf("alerts.rules[%d].quiet", i)
			return nil, config.Problems{{Where: cfg.Origin(at), Message: fmt.Sprintf("%s: %v", at, err)}}
		}
	}
	return &telling{
		watcher:  alerts.New(opt, st, hub, live, log),
		notifier: notify.New(notify.Options{Channels: ways, Quiet: quiet, Mend: live.mend, Observer: observer, Log: log}, st, hub),
		pings:    cfg.Notify.Pings, chains: live.Chains, trials: trials(ways), log: log,
	}, nil
}

// run tells people until ctx ends.
func (t *telling) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return t.watcher.Run(ctx) })
	group.Go(func() error { return t.notifier.Run(ctx) })
	for _, p := range t.pings {
		group.Go(func() error { return t.ping(ctx, p) })
	}
	return group.Wait()
}

// ping fetches a URL again and again while every chain is seen: who waits for it
// elsewhere hears of what can't be told from here.
func (t *telling) ping(ctx context.Context, p config.Ping) error {
	client := notify.Client(p.Private)
	for ctx.Err() == nil {
		if all := t.chains(); !slices.ContainsFunc(all, func(c feed.Chain) bool { return c.State != feed.Live }) {
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL.Reveal(), nil)
			if err == nil {
				_, err = notify.Do(client, r)
			}
			if err != nil && ctx.Err() == nil {
				t.log.Warn("Cannot ping", "error", notify.FailureOf(err))
			}
		}
		wait(ctx, p.Every)
	}
	return ctx.Err()
}

func newNotifyCommand(a *app) *cobra.Command {
	test := &cobra.Command{
		Use:   "test CHANNEL",
		Short: "Send a test message through a channel",
		Long: `Send a test message through a configured channel, at once and once. Exit code 3
when the channel doesn't take it.`,
		Args: oneArgument("the name of a channel"),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := a.loadConfig(c)
			if err != nil {
				return err
			}
			return a.notifyTest(c.Context(), cfg, args[0])
		},
	}
	a.addConfigFlags(test)
	return group("notify", "Work with channels of notification", test)
}

func (a *app) notifyTest(ctx context.Context, cfg *config.Config, name string) error {
	ways, err := channels(cfg)
	if err != nil {
		return err
	}
	var names []string
	for _, c := range ways {
		if names = append(names, c.Name); c.Name != name {
			continue
		}
		if err := try(ctx, &c); err != nil {
			return checkFailed(fmt.Errorf("channel %s: %w", name, err))
		}
		_, err := fmt.Fprintf(a.stdout, "channel %s took the message\n", name)
		return err
	}
	if len(names) == 0 {
		return usageError("there is no channel %q: the configuration has none", name)
	}
	return usageError("there is no channel %q; there is %s", name, strings.Join(names, ", "))
}

// try sends a test message through a channel. Its error holds no secret.
func try(ctx context.Context, c *notify.Channel) error {
	m := testMessage(c.Name, time.Now())
	if err := c.Sender.Send(ctx, &m); err != nil {
		return notify.FailureOf(err)
	}
	return nil
}

// trials are the channels as the page tries them.
func trials(ways []notify.Channel) []web.Channel {
	var out []web.Channel
	for i := range ways {
		out = append(out, web.Channel{Name: ways[i].Name, Try: func(ctx context.Context) error { return try(ctx, &ways[i]) }})
	}
	return out
}

// testMessage is an alert that nobody can take for a real one.
func testMessage(channel string, now time.Time) notify.Message {
	return notify.Message{
		ID: fmt.Sprintf("msg_test_%d", now.UnixNano()), Channel: channel, Made: now,
		Alerts: []feed.Alert{{
			ID: "test/" + channel, Rule: "test", Measure: "test", Transition: feed.Happened, Severity: feed.Info, Since: now.UTC(),
			Subject: "brink notify test", Text: "This is a test: nothing has happened.", Mend: []feed.Remedy{}, Channels: []string{},
			Block: feed.BlockRef{Timestamp: now.UTC()},
		}},
	}
}

// newNotifyMetrics begins the metrics of the configured channels.
func newNotifyMetrics(meters *metrics.Metrics, cfg *config.Config) *metrics.Notify {
	var names, reasons []string
	for _, c := range cfg.Notify.Channels {
		names = append(names, c.Name)
	}
	for _, r := range notify.Reasons() {
		reasons = append(reasons, string(r))
	}
	severities := []string{string(feed.Info), string(feed.Warning), string(feed.Critical)}
	return metrics.NewNotify(meters, names, severities, reasons, notify.Suppressions())
}
