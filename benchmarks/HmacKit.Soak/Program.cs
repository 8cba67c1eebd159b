using System.Globalization;
using HmacKit.Soak;

const string Usage = "HmacKit.Soak (single | control | redis | postgres) MINUTES [--connections N (16)]";
int connections = 16;
if (args is not [string mode, string time, .. string[] options] || !double.TryParse(time, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double minutes) || minutes <= 0
    || !(options is [] || (options is ["--connections", string number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out connections) && connections > 0)))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

try
{
    switch (mode)
    {
        case "single":
            return await SingleSoak.RunAsync(TimeSpan.FromMinutes(minutes), connections, isControl: false);
        case "control":
            return await SingleSoak.RunAsync(TimeSpan.FromMinutes(minutes), connections, isControl: true);
        case "redis":
            return await FleetSoak.RunAsync(TimeSpan.FromMinutes(minutes), isRedis: true);
        case "postgres":
            return await FleetSoak.RunAsync(TimeSpan.FromMinutes(minutes), isRedis: false);
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (InvalidOperationException exception)
{
    // Not left to the runtime, which would end without ending the processes that were started.
    Console.Error.WriteLine(exception);
    return 1;
}
