using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// What stands before an endpoint's handler, and before anything is bound. Its steps run in the order of their stages,
/// whatever the order in which the endpoint asked for them: who is calling, then whether the caller has budget left.
/// </summary>
internal sealed class EndpointGuard
{
    private readonly RequestDelegate _handler;
    private EndpointStep[] _steps = [];

    private EndpointGuard(RequestDelegate handler) => _handler = handler;

    /// <summary>Puts a step before an endpoint's handler.</summary>
    public static void Add(EndpointBuilder endpoint, EndpointStep step)
    {
        EndpointGuard? guard = endpoint.Metadata.OfType<EndpointGuard>().FirstOrDefault();
        if (guard is null)
        {
            guard = new EndpointGuard(endpoint.RequestDelegate
                ?? throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' has no handler to put a check before."));
            endpoint.RequestDelegate = guard.InvokeAsync;
            endpoint.Metadata.Add(guard);
        }

        // A stable sort: two steps of one stage keep their order.
        guard._steps = [.. guard._steps.Append(step).OrderBy(static item => item.Stage)];
    }

    /// <summary>Not async, so that a request whose checks had to wait for nothing needs no state machine here.</summary>
    private Task InvokeAsync(HttpContext context)
    {
        EndpointStep[] steps = _steps;
        for (int number = 0; number < steps.Length; number++)
        {
            ValueTask<bool> passing = steps[number].TryPassAsync(context);
            if (!passing.IsCompletedSuccessfully)
            {
                return InvokeAsync(context, passing, steps.AsMemory(number + 1));
            }

            if (!passing.Result)
            {
                return Task.CompletedTask;
            }
        }

        return _handler(context);
    }

    /// <summary>Waits for a step, and then goes on with the others.</summary>
    private async Task InvokeAsync(HttpContext context, ValueTask<bool> passing, ReadOnlyMemory<EndpointStep> others)
    {
        bool hasPassed = await passing.ConfigureAwait(false);
        for (int number = 0; hasPassed && number < others.Length; number++)
        {
            hasPassed = await others.Span[number].TryPassAsync(context).ConfigureAwait(false);
        }

        if (hasPassed)
        {
            await _handler(context).ConfigureAwait(false);
        }
    }
}
