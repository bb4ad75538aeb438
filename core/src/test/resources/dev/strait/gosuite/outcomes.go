// Runs the scripts of scripts.txt on the channels of Go and prints what comes of each step. To make outcomes.txt again:
//
//	go run outcomes.go < scripts.txt > outcomes.txt
package main

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"time"
)

// A goroutine that does not come back in this time waits. Generous: the scripts run once, and by hand.
const patience = 100 * time.Millisecond

type outcome struct{ thread, what string }

var (
	channels map[string]chan int
	waiting  map[string]bool
	outcomes = make(chan outcome, 100)
	here     = regexp.MustCompile(` *\(here: .*\)$`)
)

func main() {
	fmt.Println("# What Go says of scripts.txt, printed by outcomes.go with " + runtime.Version())
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		line := here.ReplaceAllString(lines.Text(), "")
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "==":
			fmt.Println("\n" + line)
			channels = map[string]chan int{}
			waiting = map[string]bool{}
			outcomes = make(chan outcome, 100)
		case words[0] == "chan":
			channels[words[1]] = nil
			if words[2] != "never" {
				channels[words[1]] = make(chan int, number(words[2]))
			}
		default:
			thread := strings.TrimSuffix(words[0], ":")
			fmt.Println(line + " -> " + step(thread, words[1:]))
		}
	}
}

// step starts an operation and says what it and those that waited came to, the thread of this step first.
func step(thread string, words []string) string {
	if waiting[thread] {
		panic(thread + " still waits")
	}
	waiting[thread] = true
	go run(thread, words, outcomes)
	said := map[string]string{}
	for {
		select {
		case one := <-outcomes:
			said[one.thread] = one.what
			delete(waiting, one.thread)
			continue
		case <-time.After(patience):
		}
		break
	}
	own, through := said[thread]
	if !through {
		own = "waits"
	}
	delete(said, thread)
	others := []string{}
	for name, what := range said {
		others = append(others, "; "+name+" "+what)
	}
	sort.Strings(others)
	return thread + " " + own + strings.Join(others, "")
}

func run(thread string, words []string, to chan<- outcome) {
	defer func() {
		if recover() != nil {
			to <- outcome{thread, "fails"}
		}
	}()
	to <- outcome{thread, operate(words)}
}

func operate(words []string) string {
	switch words[0] {
	case "send":
		channels[words[1]] <- number(words[2])
		return "sent"
	case "recv":
		value, ok := <-channels[words[1]]
		return received(value, ok)
	case "trysend":
		select {
		case channels[words[1]] <- number(words[2]):
			return "sent"
		default:
			return "full"
		}
	case "tryrecv":
		select {
		case value, ok := <-channels[words[1]]:
			return received(value, ok)
		default:
			return "empty"
		}
	case "range":
		values := "ranged"
		for value := range channels[words[1]] {
			values += " " + strconv.Itoa(value)
		}
		return values
	case "close":
		close(channels[words[1]])
		return "closed"
	case "select":
		return choose(words[1:])
	}
	panic("unknown " + words[0])
}

func choose(words []string) string {
	var cases []reflect.SelectCase
	var names []string
	for _, clause := range strings.Split(strings.Join(words, " "), "|") {
		parts := strings.Fields(clause)
		if len(parts) == 0 {
			continue
		}
		one := reflect.SelectCase{Dir: reflect.SelectDefault}
		if parts[0] != "default" {
			one.Chan = reflect.ValueOf(channels[parts[1]])
			one.Dir = reflect.SelectRecv
		}
		if parts[0] == "send" {
			one.Dir = reflect.SelectSend
			one.Send = reflect.ValueOf(number(parts[2]))
		}
		cases = append(cases, one)
		names = append(names, clause)
	}
	chosen, value, ok := reflect.Select(cases)
	parts := strings.Fields(names[chosen])
	switch parts[0] {
	case "recv":
		if !ok {
			return "closed, by " + parts[1]
		}
		return received(int(value.Int()), ok) + " from " + parts[1]
	case "send":
		return "sent to " + parts[1]
	}
	return "default"
}

func received(value int, ok bool) string {
	if !ok {
		return "closed"
	}
	return "received " + strconv.Itoa(value)
}

func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil {
		panic(err)
	}
	return n
}
