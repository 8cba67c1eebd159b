using System.Globalization;
using System.Text.Json;
using HmacKit.AspNetCore;
using Providers.Callers;
using Providers.Json;

namespace Providers.Oort;

/// <summary>The OORT Datahub plugin API. Each answer has a code: 0 for success, 1 for what the business rules refuse.</summary>
internal static class OortApi
{
    private const string Scheme = "oort";
    private const int MaxId = 200;
    private const int MostListed = 100;

    public static IServiceCollection AddOort(this IServiceCollection services)
    {
        services.Configure<SignatureOptions>(Scheme, options => options.Answer = OortAnswer.Instance);
        return services.AddSingleton<TaskBoard>();
    }

    public static void MapOort(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/plugin").RequireSignature(Scheme).RequireLimit();
        api.MapPost("/create_task", CreateTaskAsync);
        api.MapGet("/tasks", ListTasks);
    }

    private static async Task<IResult> CreateTaskAsync(HttpContext context, TaskBoard tasks)
    {
        if (await ApiJson.ReadAsync<TaskRequest>(context) is not { Config.ValueKind: JsonValueKind.Object } request || !ApiJson.IsText(request.SubtaskId, MaxId))
        {
            return BadRequest("subtask_id and config are required");
        }

        (TaskOutcome status, PluginTask? task) = tasks.Create(CallerKey.Of(context).KeyId, request.SubtaskId!, JsonSerializer.Serialize(request.Config));
        return status switch
        {
            TaskOutcome.Created => Success(Show(task!)),
            TaskOutcome.TakenWithAnotherConfig => BusinessError("subtask_id is taken by a task with another config"),
            _ => BusinessError("too many tasks"),
        };
    }

    /// <summary>With <c>subtask_id</c> the task of that subtask; with <c>limit</c> so many at most.</summary>
    private static IResult ListTasks(HttpContext context, TaskBoard tasks)
    {
        IQueryCollection query = context.Request.Query;
        string? subtaskId = query["subtask_id"];
        int limit = MostListed;
        if (!ApiJson.IsOptionalText(subtaskId, MaxId)
            || (query["limit"] is [{ } text]
                && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= MostListed)))
        {
            return BadRequest($"limit is a number from 1 to {MostListed}");
        }

        return Success(new { tasks = tasks.List(CallerKey.Of(context).KeyId, subtaskId, limit).Select(Show) });
    }

    private static object Show(PluginTask task) => new
    {
        task_id = task.TaskId,
        subtask_id = task.SubtaskId,
        config = JsonSerializer.Deserialize<JsonElement>(task.Config),
        created_at = ApiJson.Time(task.Created),
    };

    private static IResult Success(object data) => ApiJson.Answer(new { code = 0, message = "success", data });

    private static IResult BusinessError(string message) => ApiJson.Answer(new { code = 1, message });

    private static IResult BadRequest(string message) => ApiJson.Answer(new { code = 400, message }, StatusCodes.Status400BadRequest);

    private sealed record TaskRequest(string? SubtaskId, JsonElement Config);
}
