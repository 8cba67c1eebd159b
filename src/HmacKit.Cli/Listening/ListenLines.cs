using System.Globalization;
using HmacKit.Inspection;

namespace HmacKit.Cli;

/// <summary>What <c>listen</c> says while it runs: where it is reached, and a line or two for each request.</summary>
internal sealed class ListenLines(Terminal terminal)
{
    private const string Indent = "          ";

    private readonly Lock _lock = new();

    public void Begin(string scheme, SignatureInspector inspector, Uri? forward)
    {
        lock (_lock)
        {
            terminal.Output.WriteLine($"listening for {scheme}; Ctrl+C stops");
            terminal.Output.WriteLine($"  receives  {inspector.Address}");
            terminal.Output.WriteLine($"  forwards  {forward?.OriginalString ?? "nothing; --forward URL does"}");
            terminal.Output.WriteLine($"  page      {inspector.Page}");
            terminal.Output.WriteLine();
            terminal.Output.Flush();
        }
    }

    /// <summary>Method and target are a stranger's: on one line, and without control characters.</summary>
    public void Write(InspectedRequest request)
    {
        string causes = request.Causes.Count > 0 ? $"  {string.Join(" and ", request.Causes)}" : "";
        string answer = request.ForwardError is { } error ? $"no answer: {error}"
            : request.IsForwarded ? string.Create(CultureInfo.InvariantCulture, $"{request.Answer} in {request.ForwardMilliseconds:0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{request.Answer}");
        string time = request.Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        string kind = request.Kind == "received" ? "" : $"  ({request.Kind})";
        try
        {
            lock (_lock)
            {
                if (terminal.Screen is { } screen)
                {
                    screen.WriteLine(
                        ($"{time} ", Screen.Quiet),
                        (OneLine.Of($"{request.Method} {request.Target}{kind}"), null),
                        ($"  {request.Status}", request.IsValid ? Screen.Good : Screen.Bad),
                        (OneLine.Of(causes), Screen.Name),
                        (OneLine.Of($"  {answer}"), Screen.Quiet));
                }
                else
                {
                    terminal.Output.WriteLine(OneLine.Of($"{time} {request.Method} {request.Target}{kind}  {request.Status}{causes}  {answer}"));
                }

                if (!request.IsValid && request.Advice.Length > 0)
                {
                    terminal.Output.WriteLine(Indent + OneLine.Of(request.Advice));
                }

                terminal.Output.Flush();
            }
        }
        catch (Exception exception) when (exception is OutputClosedException or CommandException)
        {
            // Nobody reads the terminal any longer; the page is still there.
        }
    }
}
