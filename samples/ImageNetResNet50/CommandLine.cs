using System.CommandLine;
using HierKD.Samples;

namespace ImageNetResNet50;

/// <summary>The verbs, their options, defaults and descriptions.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Data = new(
        "--data")
    { Description = "A folder, or a zip file that is unpacked for the run, with train/CLASS and val/CLASS full of images" };
    private static readonly Option<string?> ClassList = new("--classes")
    {
        Description =
        "A text file with the classes in the order of the network's outputs, one a line; by default the folders' names in their order, " +
        "as for the whole of ImageNet"
    };
    private static readonly Option<string?> Weights =
        new("--weights") { Description = "The network's weights, a safetensors file with torchvision's keys" };
    private static readonly Option<int?> Size =
        OptionOf.OptionalNumber("--size", "Height and width of what the network sees; by default 224, with --smoke 64", least: 32);
    private static readonly Option<int?> Images =
        OptionOf.OptionalNumber("--images", "At most so many images of train, and of val; by default all, with --smoke 300", least: 20);
    private static readonly Option<double?> Width = OptionOf.OptionalBetween(
        "--width", "What the network's numbers of channels are multiplied by; by default 1, with --smoke 0.25", above: 0, below: 10);
    private static readonly Option<int> Seed =
        OptionOf.Number("--seed", "Seed of fresh weights, of what is held out, of order and views of the images", 1, least: 0);
    private static readonly Option<int> Threads =
        OptionOf.Number("--threads", "Threads of torch; by default one for each core", Environment.ProcessorCount, least: 1);
    private static readonly Option<string> Device = OptionOf.Word("--device", "Where to compute", "cpu", "cuda");

    public static RootCommand Create(Func<EvaluationSettings, int> evaluate, Func<PruningSettings, int> prune)
    {
        var root = new RootCommand(
            "ResNet-50 on ImageNet, or on any folders of images, one for each class: measures it, and makes it small with HierKD.");
        root.Subcommands.Add(Evaluate(evaluate));
        root.Subcommands.Add(Prune(prune));
        return root;
    }

    private static Command Evaluate(Func<EvaluationSettings, int> run)
    {
        var student = new Option<string?>("--student") { Description = "A pruned network that `prune` has saved, in place of --weights" };
        var command = new Command("evaluate", "Prints top-1 and top-5 accuracy on the images of val.")
        {
            Data, ClassList, Weights, student, Size, Images, Width, Seed, Threads, Device
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Data) is null) result.AddError("There is no data: give the folder with train and val by --data.");
            if (result.GetValue(Weights) is null == result.GetValue(student) is null)
            {
                result.AddError("Give the network by --weights or by --student.");
            }
        });
        command.SetAction(line => run(new EvaluationSettings(Common(line, smoke: false), line.GetValue(student))));
        return command;
    }

    private static Command Prune(Func<PruningSettings, int> run)
    {
        var smoke = new Option<bool>(
            "--smoke")
        { Description = "A narrow network, small images, an epoch of each phase; on made-up images if there is no --data" };
        var ratio = OptionOf.Between("--ratio", "Fraction of the multiply-adds to remove", 0.5, above: 0, below: 1);
        var assistants = OptionOf.Number("--assistants", "Assistants between the original and the student", 1, least: 0);
        var originalEpochs = OptionOf.OptionalNumber(
            "--original-epochs", "Epochs of the network before it is pruned; by default 90, with --weights 0, with --smoke 1", least: 0);
        var jointEpochs = OptionOf.OptionalNumber(
            "--joint-epochs", "Epochs of all levels together, while they shrink; by default 5, with --smoke 1", least: 1);
        var fineTuneEpochs =
            OptionOf.OptionalNumber("--fine-tune-epochs", "Epochs of the student alone; by default 10, with --smoke 1", least: 0);
        var rate = OptionOf.Between("--learning-rate", "Learning rate of the joint phase and of fine-tuning", 0.01, above: 0, below: 10);
        var batch = OptionOf.OptionalNumber("--batch-size", "Images in a training batch; by default 32, with --smoke 30", least: 2);
        var output = new Option<string>(
            "--output")
        { Description = "Where the student is saved", DefaultValueFactory = _ => "resnet50-small.hierkd" };
        var compute = Computing.Option();
        var checkpoint =
            new Option<string?>("--checkpoint") { Description = "A file that an interrupted run goes on from; written after every epoch" };
        var report = new Option<string?>("--report")
        {
            Description =
            "Where the report is saved, a page for any browser; by default beside the pruned network, ending in .html"
        };

        var distributed = DistributedOption.Create();
        var command = new Command("prune", "Removes filters, saves what is left, and loads it back.")
        {
            Data, smoke, ClassList, Weights, Size, Images, Width, Seed, ratio, assistants, originalEpochs, jointEpochs, fineTuneEpochs,
            rate, batch, Threads, compute, Device, output, checkpoint, report, distributed,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Data) is null && !result.GetValue(smoke))
            {
                result.AddError("There is no data: give the folder with train and val by --data, or --smoke to make some up.");
            }
        });
        command.SetAction(line => run(new PruningSettings(
            Common(line, line.GetValue(smoke)), line.GetValue(ratio), line.GetValue(assistants), line.GetValue(originalEpochs),
            line.GetValue(jointEpochs), line.GetValue(fineTuneEpochs), line.GetValue(rate),
            line.GetValue(batch), Computing.Named(line.GetValue(compute)!), line.GetValue(output)!, line.GetValue(checkpoint),
            line.GetValue(report) ?? Path.ChangeExtension(line.GetValue(output)!, ".html"), line.GetValue(distributed))));
        return command;
    }

    private static Settings Common(ParseResult line, bool smoke) => new(
        line.GetValue(Data), line.GetValue(ClassList), line.GetValue(Weights), line.GetValue(Size), line.GetValue(Images),
        line.GetValue(Width), line.GetValue(Seed), line.GetValue(Device)!, line.GetValue(Threads), smoke);
}
