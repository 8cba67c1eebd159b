namespace HmacKit.Tests.Outages;

/// <summary>Asking a store that answers at once.</summary>
internal static class AnsweredAtOnce
{
    public static ReplayOutcome TryAdd(this IReplayStore store, ReplayClaim claim)
    {
        ValueTask<ReplayOutcome> answer = store.TryAddAsync(claim);
        return answer.IsCompletedSuccessfully ? answer.Result : throw new InvalidOperationException("The store has to be waited for.");
    }
}
