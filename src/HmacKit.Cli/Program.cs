using HmacKit.Cli;

using Stream output = StandardOutput.Open();
var terminal = new Terminal(
    Console.OpenStandardInput(), output, Console.Error, TimeProvider.System, Environment.GetEnvironmentVariable);
return await HmacKitCommand.RunAsync(args, terminal);
