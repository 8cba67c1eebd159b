using PartnerClient.Tour;

namespace PartnerClient.Oort;

/// <summary>Every call of OORT.</summary>
internal sealed class OortTour(OortClient oort) : ApiTour("oort")
{
    private const string Subtask = "Köln & Umgebung/1";

    public override async Task RunAsync(CallTable calls)
    {
        await calls.CallAsync(
            "POST /api/plugin/create_task",
            () => Success(oort.CreateTaskAsync(new NewTask(Subtask, new() { ["keyword"] = "test" }))),
            task => task.TaskId);
        await calls.CallAsync(
            "GET /api/plugin/tasks?subtask_id=…&limit=…",
            () => Success(oort.ListTasksAsync(Subtask, limit: 10)),
            list => list.Tasks is [{ SubtaskId: Subtask } task] ? $"{task.TaskId}: {task.SubtaskId}" : throw new InvalidOperationException($"{list.Tasks.Length} tasks"));
    }

    private static async Task<T> Success<T>(Task<OortAnswer<T>> call)
        where T : class
    {
        OortAnswer<T> answer = await call;
        return answer is { Code: 0, Data: { } data } ? data : throw new InvalidOperationException($"code {answer.Code}: {answer.Message}");
    }
}
