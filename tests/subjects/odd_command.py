# SPDX-License-Identifier: Apache-2.0
"""A command subject that misbehaves on request.

    odd_command.py RULE [BEHAVIOUR [WHEN]]

RULE is the matcher: segment (right) or endswith (the historical mistake). BEHAVIOUR is what else it does, a function below; WHEN
is the condition: a pattern that the question holds ("=b"), every N-th question ("7"), or at random, one in N ("~7", seeded
by the process id, so that every process is unlucky elsewhere). Without WHEN, always. BEHAVIOUR "any" is each time another of
those that cost no time, "worst" another of all that kill the process; what it was is added to the file $ODD_LOG, if there is one.
"""

import json
import os
import signal
import sys
import time

RULES = {
    "segment": lambda module, pattern: module == pattern or module.endswith("." + pattern),
    "endswith": lambda module, pattern: module.endswith(pattern),
}


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def answer(request):
    selected = [at for at, module in enumerate(request["modules"]) if any(rule(module, pattern) for pattern in request["patterns"])]
    return {"id": request["id"], "selected": selected}


def crash(request):
    print("about to crash", file=sys.stderr, flush=True)
    os.kill(os.getpid(), signal.SIGSEGV)


def killed(request):
    os.kill(os.getpid(), signal.SIGKILL)


def leave(request):
    print("Traceback: no more wishes", file=sys.stderr, flush=True)
    sys.exit(7)


def hang(request):
    while True:
        pass


def sleep(request):
    time.sleep(1000)


def child_hangs(request):
    """The CPU is burned by a child of the command's."""
    pid = os.fork()
    if pid == 0:
        while True:
            pass
    os.waitpid(pid, 0)


def eat(request):
    hoard = []
    while True:
        hoard.append(bytearray(8 << 20))
        time.sleep(0.001)


def not_json(request):
    say("Loading checkpoint shards: 100%")
    say(json.dumps(answer(request)))


def binary(request):
    sys.stdout.buffer.write(b"\xff\xfe\x00\n")
    sys.stdout.buffer.flush()


def no_object(request):
    say("[0]")


def no_id(request):
    say('{"selected": []}')


def wrong_id(request):
    say(json.dumps(dict(answer(request), id=request["id"] + 1000)))


def text_id(request):
    say(json.dumps(dict(answer(request), id=str(request["id"]))))


def twice(request):
    for _ in range(2):
        say(json.dumps(answer(request)))


def endless(request):
    while True:
        sys.stdout.write("x" * 65536)


def flood(request):
    while True:
        say('{"id": 0, "selected": []}')


def out_of_range(request):
    say(json.dumps(dict(answer(request), selected=[len(request["modules"])])))


def negative(request):
    say(json.dumps(dict(answer(request), selected=[-1])))


def duplicate(request):
    say(json.dumps(dict(answer(request), selected=[0, 0] if request["modules"] else [0])))


def names(request):
    say(json.dumps(dict(answer(request), selected=request["modules"])))


def fraction(request):
    say(json.dumps(dict(answer(request), selected=[0.5])))


def no_array(request):
    say(json.dumps(dict(answer(request), selected=True)))


def neither(request):
    say(json.dumps({"id": request["id"]}))


def both(request):
    say(json.dumps(dict(answer(request), error="and yet it selects")))


def odd_error(request):
    say(json.dumps({"id": request["id"], "error": 5}))


def close(request):
    os.close(1)
    time.sleep(1000)


def close_input(request):
    os.close(0)
    say(json.dumps(answer(request)))
    time.sleep(1000)


def early(request):
    """Also the answers to the questions that come next."""
    for ahead in range(100):
        say(json.dumps(dict(answer(request), id=request["id"] + ahead)))


def dribble(request):
    for byte in json.dumps(answer(request)) + "\n":
        sys.stdout.write(byte)
        sys.stdout.flush()
        time.sleep(0.1)


def long_line(request):
    for _ in range(1600):
        sys.stdout.write("x" * 65536)
    say(json.dumps(answer(request)))


def leave_group(request):
    """And its session: a child that hangs there."""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        time.sleep(1000)
    os.waitpid(pid, 0)


daemons = []


def leave_daemon(request):
    """Harmless, but for what the first questions leave behind. More of them would count as its memory."""
    daemons.append(request["id"])
    if len(daemons) <= 10 and os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 3)
            time.sleep(1000)
        os._exit(0)
    say(json.dumps(answer(request)))


def chatter(request):
    """Harmless: much on stderr."""
    for line in range(2000):
        print("warning", line, "x" * 60, file=sys.stderr)
    say(json.dumps(answer(request)))


def is_time(request, number, when, chance):
    if not when:
        return True
    if when.startswith("="):
        return when[1:] in request["patterns"]
    if when.startswith("~"):
        return number > 1 and chance.randrange(int(when[1:])) == 0
    return number % int(when) == 0


def main(behaviour="answer", when=""):
    quick = [crash, killed, leave, not_json, wrong_id, twice, flood, endless, close]
    choices = {"answer": [], "long_name": [], "any": quick, "worst": [*quick, hang, sleep, binary, no_object, no_id, text_id]}
    misfortunes = choices[behaviour] if behaviour in choices else [globals()[behaviour]]
    chance = None
    if when.startswith("~") or len(misfortunes) > 1:
        import random  # only here, because it is a third of a start

        chance = random.Random(os.getpid())
    for number, line in enumerate(sys.stdin, 1):
        request = json.loads(line)
        if behaviour == "long_name":
            say(json.dumps(dict(answer(request), name="x" * 1_000_000)))
            continue
        # The first question of each process is the trivial one.
        if behaviour != "answer" and number > 1 and is_time(request, number - 1, when, chance):
            misfortune = chance.choice(misfortunes) if chance else misfortunes[0]
            if "ODD_LOG" in os.environ:
                with open(os.environ["ODD_LOG"], "a", encoding="utf-8") as log:
                    log.write(misfortune.__name__ + "\n")
            misfortune(request)
        else:
            say(json.dumps(answer(request)))


rule = RULES[sys.argv[1]]
main(*sys.argv[2:])
