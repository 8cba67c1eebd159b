using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// What stands before an endpoint's handler and its filters, and before anything is bound. Requirements are met in their order,
/// whatever the order in which the endpoint asked for them: who is calling, then whether the caller has budget left.
/// </summary>
internal sealed class EndpointGuard
{
    private readonly RequestDelegate _handler;
    private RequirementAttribute[] _requirements = [];

    private EndpointGuard(RequestDelegate handler) => _handler = handler;

    /// <summary>Puts a requirement before an endpoint's handler, and into its metadata.</summary>
    public static void Add(EndpointBuilder endpoint, RequirementAttribute requirement)
    {
        EndpointGuard? guard = endpoint.Metadata.OfType<EndpointGuard>().FirstOrDefault();
        if (guard is null)
        {
            guard = new EndpointGuard(endpoint.RequestDelegate
                ?? throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' has no handler to put a check before."));
            endpoint.RequestDelegate = guard.InvokeAsync;
            endpoint.Metadata.Add(guard);
        }

        // A stable sort: two requirements of one order keep theirs.
        guard._requirements = [.. guard._requirements.Append(requirement).OrderBy(static item => item.Order)];
        endpoint.Metadata.Add(requirement);
    }

    /// <summary>Whether it enforces the requirement.</summary>
    public bool Holds(RequirementAttribute requirement) => _requirements.Contains(requirement);

    /// <summary>Not async, so that a request whose checks had to wait for nothing needs no state machine here.</summary>
    private Task InvokeAsync(HttpContext context)
    {
        RequirementAttribute[] requirements = _requirements;
        Callers callers = Callers.Of(context);
        for (int number = 0; number < requirements.Length; number++)
        {
            Task<bool> passing = requirements[number].TryPassAsync(context, callers);
            if (!passing.IsCompletedSuccessfully)
            {
                return InvokeAsync(context, callers, passing, requirements, number + 1);
            }

            if (!passing.Result)
            {
                callers.Body.DropUnread(context);
                return Task.CompletedTask;
            }
        }

        return callers.Body.IsInBuffer ? HandleAsync(context, callers.Body) : _handler(context);
    }

    /// <summary>Not async either, for handlers that end at once.</summary>
    private Task HandleAsync(HttpContext context, RestoredBody body)
    {
        bool isOver = true;
        try
        {
            Task handling = _handler(context);
            isOver = handling.IsCompleted;
            return isOver ? handling : DropUnreadAfterAsync(handling, context, body);
        }
        finally
        {
            if (isOver)
            {
                body.DropUnread(context);
            }
        }
    }

    private static async Task DropUnreadAfterAsync(Task handling, HttpContext context, RestoredBody body)
    {
        try
        {
            await handling.ConfigureAwait(false);
        }
        finally
        {
            body.DropUnread(context);
        }
    }

    /// <summary>Waits for a requirement, and then goes on with the others.</summary>
    private async Task InvokeAsync(HttpContext context, Callers callers, Task<bool> passing, RequirementAttribute[] requirements, int next)
    {
        try
        {
            bool hasPassed = await passing.ConfigureAwait(false);
            for (int number = next; hasPassed && number < requirements.Length; number++)
            {
                hasPassed = await requirements[number].TryPassAsync(context, callers).ConfigureAwait(false);
            }

            if (hasPassed)
            {
                await _handler(context).ConfigureAwait(false);
            }
        }
        finally
        {
            callers.Body.DropUnread(context);
        }
    }
}
