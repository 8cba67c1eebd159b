using PartnerClient.Json;

namespace PartnerClient.Oort;

/// <summary>OORT Datahub's plugin API. A refusal of the business rules comes with status 200 and a code.</summary>
internal sealed class OortClient(HttpClient http)
{
    public Task<OortAnswer<OortTask>> CreateTaskAsync(NewTask task) =>
        http.PostAsync("api/plugin/create_task", task, ApiJson.Default.NewTask, ApiJson.Default.OortAnswerOortTask);

    /// <summary>The query is signed too: as JSON, sorted, whatever its order and spelling on the wire.</summary>
    public Task<OortAnswer<OortTaskList>> ListTasksAsync(string subtaskId, int limit) =>
        http.GetAsync($"api/plugin/tasks?subtask_id={Uri.EscapeDataString(subtaskId)}&limit={limit}", ApiJson.Default.OortAnswerOortTaskList);
}
