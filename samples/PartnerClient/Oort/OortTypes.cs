namespace PartnerClient.Oort;

internal sealed record NewTask(string SubtaskId, Dictionary<string, string> Config);

internal sealed record OortAnswer<T>(int Code, string Message, T? Data);

internal sealed record OortTask(string TaskId, string SubtaskId);

internal sealed record OortTaskList(OortTask[] Tasks);
