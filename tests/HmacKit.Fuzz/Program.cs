using HmacKit.Fuzz;
using SharpFuzz;

// TARGET: reads inputs from AFL++, or one from standard input. TARGET --seeds FOLDER: writes what to begin with.
switch (args)
{
    case [var name, "--seeds", var folder] when FuzzTarget.Find(name) is { } seeded:
        Directory.CreateDirectory(folder);
        foreach ((byte[] seed, int number) in seeded.Seeds.Select(static (seed, number) => (seed, number)))
        {
            File.WriteAllBytes(Path.Combine(folder, $"seed-{number:000}"), seed);
        }

        return 0;
    case [var name]:
        // Instrumented code may run only within, where there is memory for what it counts: so the target is made there.
        FuzzTarget? target = null;
        Fuzzer.Run(stream =>
        {
            target ??= FuzzTarget.Find(name) ?? throw new ArgumentException($"No target is named '{name}'.");
            using var input = new MemoryStream();
            stream.CopyTo(input);
            if (input.Length <= FuzzTarget.MaxBytes)
            {
                target.Run(input.ToArray());
            }
        });
        return 0;
    default:
        Console.Error.WriteLine($"HmacKit.Fuzz TARGET [--seeds FOLDER], TARGET one of {string.Join(", ", FuzzTarget.All.Select(static target => target.Name))}");
        return 2;
}
