package kgitontest

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

var shared struct {
	once sync.Once
	url  string
	err  error

	// What ends the sandbox when it is closed. The garbage collector would close it if nothing held it.
	input io.Closer
}

// sharedURL returns the URL of the sandbox of all tests of this process, and starts it first if necessary.
func sharedURL() (string, error) {
	shared.once.Do(func() {
		if shared.url = strings.TrimRight(os.Getenv("KGITON_SANDBOX_URL"), "/"); shared.url == "" {
			shared.url, shared.err = start()
		}
	})
	return shared.url, shared.err
}

// endsWithTests lets a Node.js program end when its standard input does: when this process has ended, however it did. Go has
// no other way to run something after the last test.
const endsWithTests = "--import=data:text/javascript,process.stdin.on(%22end%22,()=>process.exit()).resume()"

func start() (string, error) {
	words, err := command()
	if err != nil {
		return "", err
	}
	process := exec.Command(words[0], append(words[1:], "--port", "0", "--json")...)
	process.Env = append(os.Environ(), strings.TrimSpace("NODE_OPTIONS="+os.Getenv("NODE_OPTIONS")+" "+endsWithTests))
	var complaints strings.Builder
	process.Stderr = &complaints
	output, err := process.StdoutPipe()
	if err != nil {
		return "", err
	}
	// Nobody writes to it. It stays open as long as this process runs.
	if shared.input, err = process.StdinPipe(); err != nil {
		return "", err
	}
	if err := process.Start(); err != nil {
		return "", fmt.Errorf("kgitontest: no sandbox starts with %q: %w", strings.Join(words, " "), err)
	}
	var listening struct{ URL string }
	if err := json.NewDecoder(output).Decode(&listening); err != nil {
		_ = process.Wait()
		return "", fmt.Errorf("kgitontest: no sandbox starts with %q: %s", strings.Join(words, " "), complaints.String())
	}
	// A pipe that is full would stop the sandbox.
	go func() { _, _ = io.Copy(io.Discard, output) }()
	return listening.URL, nil
}

func command() ([]string, error) {
	if given := strings.Fields(os.Getenv("KGITON_SANDBOX_COMMAND")); len(given) > 0 {
		return given, nil
	}
	folder, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for {
		installed := filepath.Join(folder, "node_modules", "@kgiton", "sandbox", "bin", "kgiton-sandbox.js")
		if _, err := os.Stat(installed); err == nil {
			return []string{"node", installed}, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return fromNpx()
		}
		folder = parent
	}
}

// fromNpx returns the program that npx fetches. It is started without npx, which a signal would end without its child.
func fromNpx() ([]string, error) {
	output, err := exec.Command("npx", "--yes", "--package", "@kgiton/sandbox", "--call", "command -v kgiton-sandbox").Output()
	path := strings.TrimSpace(string(output))
	if err != nil || path == "" {
		return nil, fmt.Errorf("kgitontest: npx cannot fetch @kgiton/sandbox: set KGITON_SANDBOX_URL or KGITON_SANDBOX_COMMAND")
	}
	return []string{"node", path}, nil
}
