"""What invented customers are made of, country by country, in the scripts our users meet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A city with the region and postal prefix its addresses carry."""

    name: str
    state: str
    postal: str


@dataclass(frozen=True, slots=True)
class Country:
    """Where a share of the customers live, and what they are called there.

    A surname is one of `heads` and one of `tails` joined by `joint`: a few dozen parts give thousands of names,
    frequent and rare ones, as real lists have. In `phone`, `vat` and `postal` a `#` is a digit.
    """

    code: str
    language: str
    share: int
    cities: tuple[City, ...]
    streets: tuple[str, ...]
    given: tuple[str, ...]
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    phone: str
    vat: str
    postal: str
    joint: str = ""


def _cities(text: str) -> tuple[City, ...]:
    """Cities from lines of `name, state, postal prefix`."""
    return tuple(City(*(part.strip() for part in line.split(","))) for line in text.strip().splitlines())


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COUNTRIES = (
    Country(
        code="FR",
        language="fr",
        share=38,
        cities=_cities(
            """Paris, Île-de-France, 750
            Lyon, Auvergne-Rhône-Alpes, 690
            Grenoble, Auvergne-Rhône-Alpes, 380
            Saint-Étienne, Auvergne-Rhône-Alpes, 420
            Marseille, Provence-Alpes-Côte d'Azur, 130
            Nîmes, Occitanie, 300
            Toulouse, Occitanie, 310
            Besançon, Bourgogne-Franche-Comté, 250
            Orléans, Centre-Val de Loire, 450
            Brest, Bretagne, 292
            Angoulême, Nouvelle-Aquitaine, 160
            Lacaune, Occitanie, 812"""
        ),
        streets=(
            "rue de la République",
            "avenue Jean-Jaurès",
            "chemin des Écoliers",
            "place du Marché",
            "quai Perrache",
        ),
        given=_words("Élodie François Chloé Jérôme Zoé Benoît Anaïs Loïc Camille Théo Maëlle Gaëtan Inès Rémi Noé Léa"),
        heads=_words(
            "Beau Clair Mont Cha Du Gar La Mar Per Ro Vau Bel Cour Des Fon Gri Haute Jou Lan Mer No Or Pa Qué Roche "
            "Sau Tou Ver Vil Bour Cau Dou Fou Gué Lou Mau Pré Ran Thé Va"
        ),
        tails=_words(
            "mont nier lain champ fontaine berthe val rieu sart ville net teau din lier pin vrac reau moulin bois "
            "guier zac sin doux let vet rand"
        ),
        trades=_words("Fibre Réseaux Électricité Boulangerie Menuiserie Plomberie Hôtel Informatique Transports Vins"),
        forms=("SARL", "SAS", "SA", "EURL", "et Fils"),
        phone="+3361#######",
        vat="FR###########",
        postal="##",
    ),
    Country(
        code="ES",
        language="es",
        share=22,
        cities=_cities(
            """Madrid, Madrid, 280
            Barcelona, Cataluña, 080
            Girona, Cataluña, 170
            València, Comunitat Valenciana, 460
            Sevilla, Andalucía, 410
            Málaga, Andalucía, 290
            Cádiz, Andalucía, 110
            A Coruña, Galicia, 150
            León, Castilla y León, 240
            Donostia, Euskadi, 200
            Trujillo, Extremadura, 102"""
        ),
        streets=("calle Mayor", "avenida de la Constitución", "plaza de España", "paseo del Prado", "camino Viejo"),
        given=_words(
            "José María Íñigo Begoña Andrés Lucía Ángel Núria Martín Sofía Raúl Pilar Óscar Mónica Hugo Irene"
        ),
        heads=_words(
            "Gonzál Rodrígu Fernánd Sánch Martín Álvar Gutiérr Ramír Domíngu Velázqu Benít Jimén Núñ Ib Ordóñ"
        ),
        tails=("ez", "ez de la Peña", "ez Ibarra", "ez Castañeda", "ez Ruiz", "ez Montoya", "ez Otxoa", "ez Salgado"),
        trades=_words(
            "Fontanería Panadería Electricidad Redes Transportes Bodegas Hostal Talleres Informática Muebles"
        ),
        forms=("SL", "SA", "SLU", "e Hijos", "SCoop"),
        phone="+346########",
        vat="ESB########",
        postal="##",
    ),
    Country(
        code="GB",
        language="en",
        share=18,
        cities=_cities(
            """London, Greater London, SE
            Manchester, Greater Manchester, M
            Leeds, West Yorkshire, LS
            Bristol, Avon, BS
            Glasgow, Lanarkshire, G
            Cardiff, South Glamorgan, CF
            Exeter, Devon, EX
            Tobermory, Argyll, PA"""
        ),
        streets=("High Street", "Station Road", "Church Lane", "Victoria Road", "Mill Lane"),
        given=_words("Oliver Amelia George Isla Harry Ava Noah Emily Jack Freya Siobhán Owain Rhys Moira Callum Priya"),
        heads=_words(
            "Ash Brad Carl Dun East Fair Green Hart Kings Lang Mar Nor Oak Pres Rad Stan Thorn Up Wake West Black "
            "Clif Dray Elm Grim Hol Ker Lin Mil Pem"
        ),
        tails=_words("ford ley ton wood worth field ham bury more well combe by stock thwaite wick shaw dale gate"),
        trades=_words("Broadband Plumbing Bakery Joinery Networks Logistics Brewery Electrical Farms Hosting"),
        forms=("Ltd", "LLP", "plc", "& Sons", "Group"),
        phone="+447400######",
        vat="GB#########",
        postal="# #AB",
    ),
    Country(
        code="DE",
        language="en",
        share=10,
        cities=_cities(
            """Köln, Nordrhein-Westfalen, 506
            München, Bayern, 803
            Nürnberg, Bayern, 904
            Leipzig, Sachsen, 041
            Saarbrücken, Saarland, 661"""
        ),
        streets=("Hauptstraße", "Bahnhofstraße", "Am Mühlbach", "Lindenallee"),
        given=_words("Jürgen Käthe Björn Anneliese Günther Sören Ulrike Matthias Heike Rüdiger Lena Florian"),
        heads=_words("Schön Grün Bach Eich Huber Kirsch Linden Mühl Neu Ober Rosen Stein Wald Weiß Zimmer Adel Brück"),
        tails=_words("mann berger stein hauser meier feld ner bauer reuter hofer brandt wirth"),
        trades=_words("Netze Bäckerei Sanitär Elektro Spedition Brauerei Gärtnerei Datentechnik"),
        forms=("GmbH", "AG", "KG", "UG", "& Söhne"),
        phone="+4915112######",
        vat="DE#########",
        postal="##",
    ),
    Country(
        code="GR",
        language="en",
        share=4,
        cities=_cities("Αθήνα, Αττική, 104\nΘεσσαλονίκη, Μακεδονία, 546\nΧανιά, Κρήτη, 731"),
        streets=("Λεωφόρος Συγγρού", "οδός Ερμού", "οδός Αγίου Νικολάου"),
        given=_words("Γιώργος Ελένη Νίκος Μαρία Δημήτρης Κατερίνα Σπύρος Άννα"),
        heads=_words("Παπα Χατζη Κωνσταντι Γεωργι Θεοδωρ Νικολα Δημητρ Αναγνω Καρα Μαυρο"),
        tails=_words("δόπουλος γιάννης νάκης κάκης ρίδης μανώλης λίδης πουλος"),
        trades=_words("Δίκτυα Αρτοποιείο Υδραυλικά Ξενοδοχείο Μεταφορές"),
        forms=("ΑΕ", "ΕΠΕ", "ΙΚΕ"),
        phone="+3069########",
        vat="EL#########",
        postal="##",
    ),
    Country(
        code="UA",
        language="en",
        share=4,
        cities=_cities("Київ, Київська область, 010\nЛьвів, Львівська область, 790\nОдеса, Одеська область, 650"),
        streets=("вулиця Шевченка", "проспект Свободи", "вулиця Лесі Українки"),
        given=_words("Олена Андрій Оксана Тарас Наталія Богдан Юлія Мирослав"),
        heads=_words("Шевч Ковал Бондар Ткач Кравч Мельни Лис Гонча Поліщ Савч"),
        tails=_words("енко чук ук ський енченко юк івський"),
        trades=_words("Мережі Пекарня Сантехніка Готель Перевезення"),
        forms=("ТОВ", "ПП", "АТ"),
        phone="+38067#######",
        vat="UA########",
        postal="##",
    ),
    Country(
        code="MA",
        language="fr",
        share=2,
        cities=_cities("الدار البيضاء, الدار البيضاء سطات, 202\nفاس, فاس مكناس, 300"),
        streets=("شارع محمد الخامس", "زنقة الأطلس"),
        given=_words("محمد فاطمة يوسف خديجة عمر سلمى ياسين مريم"),
        heads=_words("بن ال أبو آيت"),
        tails=_words("علي حسن منصور ناصر إدريس سعيد التازي الفاسي"),
        trades=_words("الشبكات المخبزة الكهرباء النقل"),
        forms=("ش.م.م", "ش.م"),
        phone="+212661######",
        vat="MA########",
        postal="##",
        joint=" ",
    ),
    Country(
        code="JP",
        language="en",
        share=2,
        cities=_cities("東京, 東京都, 100\n大阪, 大阪府, 530\n札幌, 北海道, 060"),
        streets=("中央通り", "本町", "桜坂"),
        given=_words("さくら 陽菜 健太 美咲 翔太 結衣"),
        heads=_words("佐 鈴 高 田 渡 伊 山 中 小 加 吉 松"),
        tails=_words("藤 木 橋 中 辺 本 村 林 田 井"),
        trades=_words("通信 製菓 電気 運輸 旅館"),
        forms=("株式会社", "合同会社"),
        phone="+81901#######",
        vat="JP##########",
        postal="-####",
    ),
)
