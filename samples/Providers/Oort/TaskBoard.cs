using Microsoft.Data.Sqlite;
using Providers.Store;

namespace Providers.Oort;

internal sealed record PluginTask(string TaskId, string SubtaskId, string Config, DateTimeOffset Created);

internal enum TaskOutcome
{
    TooMany,
    TakenWithAnotherConfig,
    Created,
}

/// <summary>The tasks of each plugin.</summary>
internal sealed class TaskBoard(ProviderDatabase database, TimeProvider time)
{
    public const int MostPerPlugin = 10_000;

    private const string Columns = "task_id, subtask_id, config, created_at";

    /// <summary>Creates a task, or finds the one that was created for the same subtask and configuration: a plugin may ask again.</summary>
    public (TaskOutcome Status, PluginTask? Task) Create(string plugin, string subtaskId, string config) => database.Change<(TaskOutcome, PluginTask?)>(connection =>
    {
        List<PluginTask> found = connection.Query(
            $"SELECT {Columns} FROM oort_tasks WHERE plugin = $plugin AND subtask_id = $subtask", Read, ("$plugin", plugin), ("$subtask", subtaskId));
        if (found is [var earlier])
        {
            return earlier.Config == config ? (TaskOutcome.Created, earlier) : (TaskOutcome.TakenWithAnotherConfig, null);
        }

        long count = connection.Query("SELECT count(*) FROM oort_tasks WHERE plugin = $plugin", row => row.GetInt64(0), ("$plugin", plugin)).Single();
        if (count >= MostPerPlugin)
        {
            return (TaskOutcome.TooMany, null);
        }

        var task = new PluginTask(RandomId.WithPrefix("task_"), subtaskId, config, time.GetUtcNow());
        connection.Execute(
            "INSERT INTO oort_tasks (plugin, subtask_id, task_id, config, created_at) VALUES ($plugin, $subtask, $task, $config, $now)",
            ("$plugin", plugin),
            ("$subtask", subtaskId),
            ("$task", task.TaskId),
            ("$config", config),
            ("$now", task.Created.ToUnixTimeMilliseconds()));
        return (TaskOutcome.Created, task);
    });

    /// <summary>A plugin's tasks, oldest first; of one subtask only if that is given.</summary>
    public List<PluginTask> List(string plugin, string? subtaskId, int limit)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query(
            $"""
            SELECT {Columns} FROM oort_tasks WHERE plugin = $plugin AND ($subtask IS NULL OR subtask_id = $subtask)
            ORDER BY created_at, task_id LIMIT $limit
            """,
            Read,
            ("$plugin", plugin),
            ("$subtask", subtaskId),
            ("$limit", limit));
    }

    private static PluginTask Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetTime(3)!.Value);
}
