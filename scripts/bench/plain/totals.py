"""What somebody would write with Python's csv and decimal: totals.py INPUTS OUTPUT. Same totals as totals.mjs and totals.sql."""

import csv
import glob
import sys
from collections import defaultdict
from decimal import Decimal

inputs, output = sys.argv[1:]


def rows(name):
    with open(name, newline="") as file:
        yield from csv.DictReader(file)


accounts = defaultdict(set)
for row in rows(f"{inputs}/wallet-links.csv"):
    accounts[row["wallet"]].add(row["account"])
participation = defaultdict(list)
for row in rows(f"{inputs}/participation.csv"):
    participation[row["wallet"]].append((row["enabled_from"], row["enabled_until"]))

totals = defaultdict(lambda: [0, Decimal(0)])


def count(kind, name, spark, times=1):
    total = totals[kind, name]
    total[0] += times
    total[1] += spark * times


def self_matched(worker, subscriber, worker_account, subscriber_account):
    if worker == subscriber:
        return True
    of_worker = accounts.get(worker, set()) | ({worker_account} if worker_account else set())
    of_subscriber = accounts.get(subscriber, set()) | ({subscriber_account} if subscriber_account else set())
    return not of_worker.isdisjoint(of_subscriber)


def reason(at, payment, trialing, worker, subscriber, model, worker_account, subscriber_account):
    if payment != "subscription":
        return "not-subscription"
    if model == "gpt-image-2" or model.startswith(("seedance", "happyhorse")):
        return "vendor-model"
    if not subscriber:
        return "self-match-untestable"
    if self_matched(worker, subscriber, worker_account, subscriber_account):
        return "self-matched"
    if not any(start <= at and (not end or at < end) for start, end in participation.get(worker, ())):
        return "not-participating"
    return "trial" if trialing == "true" else None


versions = {}
copies = {}
conflicts = defaultdict(list)
texts = {}
for name in sorted(glob.glob(f"{inputs}/jobs-*.csv")):
    for row in rows(name):
        at, spark = row["completed_at"], row["render_spark"]
        if row["status"] != "jobCompleted":
            if "2026-10" <= at < "2026-11":
                count("excluded", "not-completed", Decimal(spark))
            continue
        # One object for each text that comes again and again, or memory runs out.
        rest = [
            texts.setdefault(row[column], row[column])
            for column in ("payment_model", "trialing", "worker_wallet", "subscriber_wallet", "model_id")
        ]
        own = [texts.setdefault(row[column], row[column]) for column in ("worker_account", "subscriber_account")]
        version = (at, *rest, spark, *own)
        first = versions.setdefault(row["job_id"], version)
        if first is not version:
            if first[:7] == version[:7]:
                copies[row["job_id"]] = copies.get(row["job_id"], 1) + 1
            else:
                conflicts[row["job_id"]].append(version)

for job, version in versions.items():
    at, payment, trialing, worker, subscriber, model, spark, *own = version
    if not "2026-10" <= at < "2026-11":
        continue
    points = Decimal(spark)
    if job in conflicts:
        count("excluded", "duplicate", points, copies.get(job, 1))
        for other in conflicts[job]:
            count("excluded", "duplicate", Decimal(other[6]))
        continue
    if job in copies:
        count("excluded", "duplicate", points, copies[job] - 1)
    why = reason(at, payment, trialing, worker, subscriber, model, *own)
    count("wallet", worker, points) if why is None else count("excluded", why, points)

with open(output, "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["kind", "name", "jobs", "render_spark"])
    for (kind, name), (jobs, points) in sorted(totals.items()):
        writer.writerow([kind, name, jobs, points])
