using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HmacKit;
using HmacKit.AspNetCore;
using Providers.Callers;
using Providers.Json;

namespace Providers.Oort;

/// <summary>The OORT Datahub plugin API. Each answer has a code: 0 for success, 1 for what the business rules refuse.</summary>
internal static class OortApi
{
    public const string Scheme = "oort";

    private const string Portal = "oort-portal";
    private const int MaxId = 200;
    private const int MostListed = 100;

    public static IServiceCollection AddOort(this IServiceCollection services)
    {
        services.Configure<SignatureOptions>(Scheme, options => options.Answer = OortAnswer.Instance);
        services.Configure<ApiKeyOptions>(Portal, options => options.Answer = OortAnswer.Instance);
        return services.AddSingleton<TaskBoard>().AddSingleton<OortPlugins>().AddHostedService(static provider => provider.GetRequiredService<OortPlugins>());
    }

    /// <summary>
    /// The scheme of the catalogue; with <c>Oort:JsonQueryParameters</c> one that takes those parameters for what Python's dict has, such as the number 5, and not for text.
    /// A URL doesn't say which it was, so the settings have to.
    /// </summary>
    public static SignatureScheme SchemeOf(IConfiguration configuration)
    {
        if (configuration.GetSection("Oort:JsonQueryParameters").Get<string[]>() is not { Length: > 0 } parameters)
        {
            return SchemeCatalog.Oort;
        }

        var definition = new SchemeDefinition
        {
            Name = Scheme,
            Message = "{query:sorted-json}{body}{timestamp}",
            Headers =
            {
                ["D-API-KEY"] = HeaderFormat.Text("{keyid}"),
                ["D-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
                ["D-SIGNATURE"] = HeaderFormat.Text("{signature:hex}"),
            },
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
            AmbiguousBecause = "OORT joins query, body and time without a delimiter.",
        };
        definition.JsonQueryParameters.UnionWith(parameters);
        return SignatureScheme.Compile(definition);
    }

    public static void MapOort(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/plugin").RequireSignature(Scheme).RequireLimit();
        api.MapPost("/create_task", CreateTaskAsync);
        api.MapGet("/tasks", ListTasks);

        // The portal in which plugins are registered.
        app.MapKeys("/oort/portal/keys", policy: null, static options =>
        {
            options.Scheme = Scheme;
            options.MemberNames["key_id"] = "api_key";
            options.MemberNames["secret"] = "api_secret";
            options.ErrorBody = static (_, text) => new JsonObject { ["code"] = 400, ["message"] = text };
        }).RequireApiKey("oort:portal", Portal).RequireLimit();
    }

    private static async Task<IResult> CreateTaskAsync(HttpContext context, TaskBoard tasks, OortPlugins plugins)
    {
        if (await ApiJson.ReadAsync<TaskRequest>(context) is not { Config.ValueKind: JsonValueKind.Object } request || !ApiJson.IsText(request.SubtaskId, MaxId) || !ApiJson.IsWritable(request.Config))
        {
            return BadRequest("subtask_id and config are required");
        }

        string plugin = CallerKey.Of(context).KeyId;
        (TaskOutcome status, PluginTask? task) = tasks.Create(plugin, request.SubtaskId!, JsonSerializer.Serialize(request.Config));
        if (task is not null)
        {
            plugins.Tell(plugin, task);
        }

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
