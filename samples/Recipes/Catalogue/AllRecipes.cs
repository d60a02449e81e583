namespace HierKD.Recipes;

/// <summary>The recipes, in the order of their table.</summary>
internal static class AllRecipes
{
    public static IReadOnlyList<IRecipe> List { get; } =
        [new Vgg16Cifar10(), new ResNet56Cifar10(), new MobileNetV1Cifar100(), new ResNet50ImageNet()];
}
