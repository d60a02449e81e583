using System.CommandLine;
using HierKD.Samples;

namespace Cifar10Sample;

/// <summary>The verbs, their options, defaults and descriptions.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Data = new("--data")
    {
        Description =
            $"Folder with cifar-10-batches-bin (the official binary files) and pretrained (cifar10-NETWORK.safetensors); by default what " +
            $"{Settings.DataVariable} says",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Settings.DataVariable) ?? "",
    };

    private static readonly Option<string> Device = OptionOf.Word("--device", "Where to compute", "cpu", "cuda");

    private static readonly Option<int> Threads =
        OptionOf.Number("--threads", "Threads of torch; by default one for each core", Environment.ProcessorCount, least: 1);

    private static readonly Option<int?> TestImages = OptionOf.OptionalNumber("--test-images", "Only the first test images", least: 1);

    private static readonly Option<string?> Results = new("--results") { Description = "A .jsonl file that gets a line for each network" };

    public static RootCommand Create(Func<EvaluationSettings, int> evaluate, Func<PruningSettings, int> prune)
    {
        var root = new RootCommand("Measures networks that were trained on CIFAR-10, and makes them small with HierKD.");
        root.Subcommands.Add(Evaluate(evaluate));
        root.Subcommands.Add(Prune(prune));
        return root;
    }

    private static Command Evaluate(Func<EvaluationSettings, int> run)
    {
        var pretrained = Network.All.Where(n => n.IsPretrained).Select(n => n.Name).ToArray();
        var networks = new Option<string[]>("--networks")
        {
            Description = "Which pretrained networks",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => pretrained,
        }.AcceptOnlyFromAmong(pretrained);
        var command = new Command("evaluate", "Prints the top-1 accuracy of the pretrained networks on the test set.")
        {
            networks, Data, Device, Threads, TestImages, Results
        };
        command.SetAction(line => run(new EvaluationSettings(Common(line), line.GetValue(networks)!)));
        return command;
    }

    private static Command Prune(Func<PruningSettings, int> run)
    {
        var names = Network.All.Select(n => n.Name).ToArray();
        var network = new Option<string>("--network")
        {
            Description = "Which network: a pretrained ResNet, or VGG16 or MobileNetV2, which are trained first",
            DefaultValueFactory = _ => "resnet20"
        }.AcceptOnlyFromAmong(names);
        var seed = OptionOf.Number("--seed", "Seed of fresh weights, order and views of the data", 1, least: 0);
        var ratio = OptionOf.Between("--ratio", "Fraction of the filters to remove", 0.5, above: 0, below: 1);
        var assistants = OptionOf.Number("--assistants", "Assistants between the original and the student", 1, least: 0);
        var firstLayer = new Option<bool>("--prune-first-layer")
        {
            Description =
            "Offer the filters of the first layer as well, and with them those that are coupled with it through residual connections"
        };
        var originalEpochs = OptionOf.OptionalNumber(
            "--original-epochs", "Epochs of the network before it is pruned; by default 0 for a pretrained one, else 5", least: 0);
        var jointEpochs = OptionOf.Number("--joint-epochs", "Epochs of all levels together, while they shrink", 1, least: 1);
        var fineTuneEpochs = OptionOf.Number("--fine-tune-epochs", "Epochs of the student alone", 2, least: 0);
        var rate = OptionOf.Between("--learning-rate", "Learning rate of the joint phase and of fine-tuning", 0.02, above: 0, below: 10);
        var batch = OptionOf.Number("--batch-size", "Images in a training batch", 128, least: 1);
        var train = OptionOf.Number("--train-images", "Training images, from the first on", 10_000, least: 1);
        var validation = OptionOf.Number("--validation-images", "Validation images, from the end of the training set", 1_000, least: 1);
        var width = OptionOf.Between("--width", "Width multiplier of VGG16 and MobileNetV2", 0.5, above: 0, below: 10);
        var output =
            new Option<string?>("--output") { Description = "Where the pruned network is saved; by default cifar10-NETWORK-small.hierkd" };
        var report = new Option<string?>("--report")
        {
            Description =
            "Where the report is saved, a page for any browser; by default beside the pruned network, ending in .html"
        };
        var compute = Computing.Option();
        var checkpoint =
            new Option<string?>("--checkpoint") { Description = "A file that an interrupted run goes on from; written after every epoch" };

        var command = new Command("prune", "Removes filters of a network, saves what is left, and loads it back.")
        {
            network, Data, Device, seed, ratio, assistants, firstLayer, originalEpochs, jointEpochs, fineTuneEpochs, rate, batch, train,
            validation, TestImages, width, Threads, compute, output, report, checkpoint, Results,
        };
        command.SetAction(line =>
        {
            var name = line.GetValue(network)!;
            var file = line.GetValue(output) ?? $"cifar10-{name}-small.hierkd";
            return run(new PruningSettings(
                Common(line), name, line.GetValue(seed), line.GetValue(ratio), line.GetValue(assistants), line.GetValue(firstLayer),
                line.GetValue(originalEpochs), line.GetValue(jointEpochs),
                line.GetValue(fineTuneEpochs), line.GetValue(rate), line.GetValue(batch), line.GetValue(train), line.GetValue(validation),
                line.GetValue(width), Computing.Named(line.GetValue(compute)!),
                file, line.GetValue(report) ?? Path.ChangeExtension(file, ".html"), line.GetValue(checkpoint)));
        });
        return command;
    }

    private static Settings Common(ParseResult line) =>
        new(line.GetValue(Data)!, line.GetValue(Device)!, line.GetValue(Threads), line.GetValue(TestImages), line.GetValue(Results));
}
