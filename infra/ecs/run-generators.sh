#!/bin/sh
# One load by several generators on ECS: starts them, waits until they have ended, merges what they left. The exit code
# is that of the merge: 0 PASS, 2 FAIL, 3 INVALID; 1 if there is none.
#
#   CLUSTER=... NETWORK='awsvpcConfiguration={subnets=[...],securityGroups=[...]}' \
#   TEST_RUN_ID=... PLUMBLINE_GENERATOR_START_AT=2026-11-30T02:00:00Z infra/ecs/run-generators.sh COUNT
set -eu

count=${1:?how many generators}
: "${CLUSTER:?name of the cluster}"
: "${NETWORK:?network configuration of the tasks}"
: "${TEST_RUN_ID:?an id that no other run has}"
: "${PLUMBLINE_GENERATOR_START_AT:?when all generators begin}"
pause=${PAUSE:-15}
results=/results/$TEST_RUN_ID

# $1: what the task has beside its definition. Prints the task's ARN.
run_task() {
    aws ecs run-task --cluster "$CLUSTER" --task-definition plumbline --launch-type FARGATE \
        --network-configuration "$NETWORK" --overrides "{\"containerOverrides\": [{\"name\": \"plumbline\", $1}]}" \
        --query 'tasks[0].taskArn' --output text
}

await() {
    while [ "$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$@" \
        --query 'length(tasks[?lastStatus!=`STOPPED`])' --output text)" != 0 ]; do
        sleep "$pause"
    done
}

variable() {
    printf '{"name": "%s", "value": "%s"}' "$1" "$2"
}

set --
index=0
while [ "$index" -lt "$count" ]; do
    task=$(run_task "\"environment\": [
        $(variable TEST_RUN_ID "$TEST_RUN_ID"),
        $(variable PLUMBLINE_GENERATOR_COUNT "$count"),
        $(variable PLUMBLINE_GENERATOR_INDEX "$index"),
        $(variable PLUMBLINE_GENERATOR_START_AT "$PLUMBLINE_GENERATOR_START_AT"),
        $(variable PLUMBLINE_RESULTS_DIR "$results")]") || task=None
    if [ "$task" = None ]; then
        # Without it the load would be another one.
        echo "generator $index was not started, so the others are stopped" >&2
        for started in "$@"; do
            aws ecs stop-task --cluster "$CLUSTER" --task "$started" >&2
        done
        exit 1
    fi
    set -- "$@" "$task"
    index=$((index + 1))
done
await "$@"

merge=$(run_task "\"command\": [\"merge\", \"$results\"]")
[ "$merge" != None ] || exit 1
await "$merge"
exit_code=$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$merge" \
    --query 'tasks[0].containers[0].exitCode' --output text)
[ "$exit_code" != None ] || exit 1
exit "$exit_code"
