using HierKD;
using Study.Arms;
using Study.Tasks;

namespace Study.Grids;

/// <summary>The paper's table at a CPU's size, the most important cells first.</summary>
internal static class NetworksGrid
{
    private static readonly double[] VggRatios = [0.8, 0.6, 0.3];

    private static readonly Arm OneShot = ArmCatalogue.OneShot("magnitude", Saliency.Magnitude());

    public static IEnumerable<StudyCell> Cells() =>
    [
        ResNet56(ArmCatalogue.Single), ResNet56(OneShot),
        .. VggRatios.Select(ratio => Vgg16(ArmCatalogue.Single, ratio)),
        .. VggRatios.Select(ratio => Vgg16(OneShot, ratio)),
        ResNet56(ArmCatalogue.Paper),
        .. VggRatios.Select(ratio => Vgg16(ArmCatalogue.Paper, ratio)),
        .. from seed in (int[])[2, 3]
           from arm in (Arm[])[ArmCatalogue.Single, OneShot, ArmCatalogue.Paper]
           select Vgg16(arm, VggRatios[0], seed),
    ];

    private static StudyCell ResNet56(Arm arm) => new("networks", StudyTask.Named("cifar10-resnet56"), arm, 0.5, 1, 8);

    private static StudyCell Vgg16(Arm arm, double ratio, int seed = 1) =>
        new("networks", StudyTask.Named("cifar10-vgg16-half"), arm, Math.Round(1 - ratio, 2), seed, 12);
}
