package shout_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"brink/feed"
	"brink/notify"
	"brink/notify/shout"
)

var message = &notify.Message{ID: "msg_1", Alerts: []feed.Alert{{Rule: "health", Transition: feed.Fired, Severity: feed.Critical}}}

// Failures of the library are failures, and none of its words get out.
func TestFailuresAreToldWithoutSecrets(t *testing.T) {
	status := http.StatusOK
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.URL.Path
		w.WriteHeader(status)
	}))
	host := strings.TrimPrefix(server.URL, "http://")
	for _, url := range []string{
		"gotify://" + host + "/AzyoeNS.D4iJLVa?disabletls=yes",
		"rocketchat://" + host + "/SECRETSECRET/SECRETSECRET?disabletls=yes",
	} {
		s, err := shout.New(url, notify.Links{})
		if err != nil {
			t.Logf("%s is not to be had here", strings.SplitN(url, ":", 2)[0])
			continue
		}
		status = http.StatusForbidden
		err = s.Send(t.Context(), message)
		if err == nil {
			t.Errorf("%q: a refusal looks like success", got)
		} else if strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), "Azyoe") || strings.Contains(err.Error(), host) {
			t.Errorf("the error tells too much: %v", err)
		}
	}
	server.Close()
	s, err := shout.New("gotify://"+host+"/AzyoeNS.D4iJLVa?disabletls=yes", notify.Links{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), message); err == nil || strings.Contains(err.Error(), "Azyoe") {
		t.Errorf("with the server gone: %v", err)
	}
	for _, service := range []string{
		"discord://SECRETTOKEN@webhookid", "slack://hook:SECRETSECRETSECRETSECRET@webhook", "telegram://SECRET@telegram?chats=1", "nonsense://SECRET", "SECRET",
	} {
		if _, err := shout.New(service, notify.Links{}); err != nil && strings.Contains(err.Error(), "SECRET") {
			t.Errorf("the error tells a secret: %v", err)
		}
	}
	for _, service := range []string{"telegram://t@telegram?chats=1", "ntfy://ntfy.example/x", "generic+https://x.example", "logger://"} {
		if _, err := shout.New(service, notify.Links{}); !errors.Is(err, shout.ErrRefused) {
			t.Errorf("%s: %v", service, err)
		}
	}
}
