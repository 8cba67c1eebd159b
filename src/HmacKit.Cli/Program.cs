using HmacKit.Cli;

using Stream output = StandardOutput.Open();
var terminal = new Terminal(
    Console.OpenStandardInput(),
    output,
    Console.Error,
    TimeProvider.System,
    Environment.GetEnvironmentVariable,
    Screen.WidthOf(Console.IsOutputRedirected, Environment.GetEnvironmentVariable),
    Screen.WidthOf(Console.IsErrorRedirected, Environment.GetEnvironmentVariable));
return await HmacKitCommand.RunAsync(args, terminal);
