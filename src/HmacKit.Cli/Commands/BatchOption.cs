using System.CommandLine;

namespace HmacKit.Cli;

/// <summary>A batch takes everything from its lines.</summary>
internal static class BatchOption
{
    /// <exception cref="CommandException">An option for a single request stands beside <c>--batch</c>, where it would do nothing.</exception>
    public static void RequireAlone(ParseResult result, IEnumerable<Option> others, Argument<string?>? request = null)
    {
        if (others.FirstOrDefault(option => result.IsGiven(option)) is { } option)
        {
            throw new CommandException($"with --batch each line says everything itself: leave {option.Name} out.");
        }

        if (request is not null && result.GetValue(request) is not null)
        {
            throw new CommandException("give either a request or --batch.");
        }
    }
}
