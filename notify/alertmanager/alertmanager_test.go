package alertmanager_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"brink/feed"
	"brink/notify"
	"brink/notify/alertmanager"
)

// program is Debian's Alertmanager, in the path or where scripts/setup puts it.
func program(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"prometheus-alertmanager", "alertmanager", "../../bin/prometheus-alertmanager"} {
		if path, err := exec.LookPath(name); err == nil {
			if path, err = filepath.Abs(path); err == nil {
				return path
			}
		}
	}
	t.Fatal("there is no Alertmanager: run scripts/setup")
	return ""
}

// start runs Alertmanager until the test ends and returns its address.
func start(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	config := filepath.Join(folder, "alertmanager.yml")
	if err := os.WriteFile(config, []byte("route: { receiver: none, group_by: [alertname] }\nreceivers: [ { name: none } ]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program(t), "--config.file="+config, "--storage.path="+folder, "--web.listen-address="+address, "--cluster.listen-address=")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	until(t, "Alertmanager is ready", func() bool {
		response, err := http.Get("http://" + address + "/-/ready")
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == 200
	})
	return "http://" + address
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("it never came to be: %s", what)
		}
	}
}

// active are Alertmanager's alerts as "rule severity subject".
func active(t *testing.T, url string) []string {
	t.Helper()
	response, err := http.Get(url + "/api/v2/alerts?active=true")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var alerts []struct{ Labels, Annotations map[string]string }
	if err := json.NewDecoder(response.Body).Decode(&alerts); err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, a := range alerts {
		if a.Annotations["summary"] == "" {
			t.Errorf("no summary: %v", a)
		}
		out = append(out, fmt.Sprintf("%s %s %s", a.Labels["alertname"], a.Labels["severity"], a.Labels["subject"]))
	}
	slices.Sort(out)
	return out
}

// A real Alertmanager shows what holds here, under the severity that it has
// here, and nothing that is over.
func TestAlertmanagerShowsWhatHolds(t *testing.T) {
	url := start(t)
	s := alertmanager.New(alertmanager.Options{URL: url + "/", Client: notify.Client(true)})
	began := time.Now().Add(-time.Minute)
	alert := func(subject string, transition feed.Transition, severity, was feed.Severity) feed.Alert {
		return feed.Alert{ID: "health/" + subject, Rule: "health", Measure: "health_factor", Subject: subject, Chain: "ethereum", Since: began,
			Transition: transition, Severity: severity, Was: was}
	}
	send := func(alerts ...feed.Alert) {
		t.Helper()
		if err := s.Send(context.Background(), &notify.Message{Alerts: alerts}); err != nil {
			t.Fatal(err)
		}
	}
	want := func(alerts ...string) {
		t.Helper()
		until(t, fmt.Sprint(alerts), func() bool { return slices.Equal(active(t, url), alerts) })
	}
	send(alert("a", feed.Fired, feed.Warning, ""), alert("b", feed.Fired, feed.Critical, ""))
	want("health critical b", "health warning a")
	send(alert("a", feed.Escalated, feed.Critical, feed.Warning))
	want("health critical a", "health critical b")
	send(alert("b", feed.Resolved, "", feed.Critical))
	want("health critical a")
	if err := s.Keep(t.Context(), []feed.Alert{alert("a", feed.Escalated, feed.Critical, feed.Warning), alert("c", feed.Fired, feed.Info, "")}); err != nil {
		t.Fatal(err)
	}
	want("health critical a", "health info c")
	happened := alert("d", feed.Happened, feed.Info, "")
	send(happened, alert("a", feed.Withdrawn, "", feed.Critical))
	want("health info c", "health info d")
}
