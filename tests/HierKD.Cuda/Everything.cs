using HierKD.Benchmarks;
using HierKD.Recipes;

namespace HierKD.Cuda;

/// <summary>The tests that take a device, the comparisons, and VGG16 on CIFAR-10.</summary>
internal static class Everything
{
    public static int Run(CudaSettings settings)
    {
        var libtorch = LibtorchFolder.Find(settings.Torch!);
        // Mistakes show before anything is run.
        var benchmarks = new BenchmarkSettings(
            settings.Rows, settings.Rounds, Seconds: 1, Path.Combine(settings.Results, "performance.json"), settings.Device,
            settings.Python ?? libtorch.Python, TorchPruning: null)
        { Program = $"{settings.Command} --rows" };
        var rows = settings.Rows is ["none"] ? [] : Comparison.Chosen(benchmarks);
        if (settings.Data is not null && !Directory.Exists(settings.Data))
        {
            throw new DirectoryNotFoundException($"--data: there is no folder '{settings.Data}'.");
        }
        Directory.CreateDirectory(settings.Results);
        Console.WriteLine(
            $"HierKD over {libtorch.Libraries}, torch {libtorch.Version ?? "of a version that it does not say"}; " +
            $"TorchSharp was built for {TorchSharpBuild.Libtorch}. Computing on {settings.Device}; CUDA devices: {cuda.device_count()}.");

        var tally = new Tally();
        Console.WriteLine("\nTests that take a device");
        Environment.SetEnvironmentVariable("HIERKD_DEVICE", settings.Device);
        // The networks are tiny.
        set_num_threads(1);
        var (passed, failed) = TestRun.All();
        tally.Add(passed, failed);

        if (rows.Count > 0) Console.WriteLine("\nComparisons");
        Environment.SetEnvironmentVariable(CommandLine.TorchVariable, settings.Torch);
        foreach (var row in rows) tally.Count(row.Name, () => Comparison.Measure(row, benchmarks));

        Recipe(settings, tally);
        Console.WriteLine($"{tally.Passed} passed, {tally.Failed} failed");
        return tally.Failed == 0 ? 0 : 1;
    }

    private static void Recipe(CudaSettings settings, Tally tally)
    {
        var recipe = new Vgg16Cifar10();
        Console.WriteLine($"\n{recipe.Title}, for {settings.Minutes} minutes at most");
        string In(string name) => Path.Combine(settings.Results, name);
        var told = new RecipeSettings(
            recipe, settings.Data ?? "", null, null, null, null, null, null, null, null, HeldOut: 0.1, settings.Device,
            Environment.ProcessorCount, Seed: 1, In($"{recipe.Name}.hierkd"), In($"{recipe.Name}.html"), null,
            In($"{recipe.Name}.checkpoint"), In("recipes.jsonl"), Smoke: settings.Data is null)
        { AtMost = TimeSpan.FromMinutes(settings.Minutes), Command = $"{settings.Command} --data FOLDER" };
        tally.Count(recipe.Name, () =>
        {
            try
            {
                return RecipeRun.Run(told) == 0 ? true : throw new InvalidDataException("The reloaded student is not the same.");
            }
            catch (OperationCanceledException stopped)
            {
                Console.WriteLine(stopped is PruningCanceledException
                    ? $"{stopped.Message} The same command with --rows none goes on."
                    : "The original was not trained in this time, which is lost: more --minutes are needed.");
                return false;
            }
        });
    }
}
