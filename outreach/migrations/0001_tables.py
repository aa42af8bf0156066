import core.create_tables
import core.identifiers
import django.db.models.deletion
import encrypted_fields.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('outreach', '0001_households_pickups_and_compensation')]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
    ]

    operations = [
        core.create_tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Promise',
                    fields=[
                        ('valid_from', models.DateField(primary_key=True, serialize=False, verbose_name='berlaku mulai')),
                        ('limit_minutes', models.PositiveSmallIntegerField(verbose_name='batas tiba (menit)')),
                        ('warning_minutes', models.PositiveSmallIntegerField(verbose_name='peringatan dini (menit)')),
                        ('item', models.CharField(max_length=60, verbose_name='santunan')),
                        ('kilograms', models.PositiveSmallIntegerField(verbose_name='jumlah (kg)')),
                        ('handover_hours', models.PositiveSmallIntegerField(verbose_name='batas penyerahan (jam)')),
                        ('duplicate_hours', models.PositiveSmallIntegerField(verbose_name='jarak permintaan ganda (jam)')),
                        ('source', models.CharField(max_length=200, verbose_name='dasar')),
                    ],
                    options={
                        'verbose_name': 'janji layanan jemput',
                        'verbose_name_plural': 'janji layanan jemput',
                        'ordering': ('valid_from',),
                    },
                ),
                migrations.CreateModel(
                    name='Household',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True)),
                        ('head_name', encrypted_fields.fields.EncryptedCharField(max_length=120, verbose_name='kepala keluarga')),
                        ('card', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=16, null=True, verbose_name='nomor kartu keluarga')),
                        ('card_hash', models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        ('phone', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=20, null=True, verbose_name='telepon')),
                        ('phone_hash', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64)),
                        ('address', encrypted_fields.fields.EncryptedCharField(max_length=200, verbose_name='alamat atau patokan')),
                        ('terrain', models.CharField(choices=[('road', 'Jalan yang dapat dilalui mobil'), ('forest', 'Tengah hutan'), ('field', 'Tengah persawahan'), ('river', 'Bantaran sungai'), ('railway', 'Tepi rel kereta api')], default='road', max_length=10, verbose_name='cara mencapai')),
                        ('sticker', models.BooleanField(default=False, verbose_name='stiker terpasang')),
                        ('kenthongan', models.BooleanField(default=False, verbose_name='kenthongan terpasang')),
                        ('consent_on', models.DateField(verbose_name='setuju pada')),
                        ('consent_withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='persetujuan ditarik pada')),
                        ('left_on', models.DateField(blank=True, null=True, verbose_name='pindah atau tidak lagi miskin pada')),
                        ('is_demo', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region')),
                        ('registered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'keluarga miskin',
                        'verbose_name_plural': 'keluarga miskin',
                        'ordering': ('region', 'pk'),
                        'indexes': [models.Index(fields=['office', 'region'], name='household_area')],
                    },
                ),
                migrations.CreateModel(
                    name='Member',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('need', models.CharField(choices=[('pregnant', 'Ibu hamil'), ('under_five', 'Balita'), ('older_alone', 'Lansia hidup sendiri'), ('disabled', 'Penyandang disabilitas')], max_length=12, verbose_name='kelompok')),
                        ('name', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=120, null=True, verbose_name='nama')),
                        ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tahun lahir')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='outreach.household')),
                    ],
                    options={
                        'verbose_name': 'anggota keluarga',
                        'verbose_name_plural': 'anggota keluarga',
                        'ordering': ('pk',),
                        'indexes': [models.Index(fields=['need', 'household'], name='member_need')],
                    },
                ),
                migrations.CreateModel(
                    name='Pickup',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True)),
                        ('client_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('number', models.CharField(max_length=24, unique=True, verbose_name='nomor')),
                        ('kind', models.CharField(choices=[('pick_up', 'Jemput ke Puskesmas'), ('home_visit', 'Kunjungan ke rumah'), ('antenatal', 'Antar jemput periksa hamil'), ('referral', 'Antar ke rumah sakit rujukan'), ('return', 'Antar pulang')], max_length=12, verbose_name='jenis')),
                        ('need', models.CharField(choices=[('pregnant', 'Ibu hamil'), ('under_five', 'Balita'), ('older_alone', 'Lansia hidup sendiri'), ('disabled', 'Penyandang disabilitas'), ('other', 'Lainnya')], max_length=12, verbose_name='siapa')),
                        ('channel', models.CharField(choices=[('cadre', 'Kader'), ('village', 'Perangkat desa'), ('radio', 'Radio komunitas'), ('midwife', 'Bidan'), ('family', 'Keluarga'), ('phone', 'Telepon'), ('whatsapp', 'WhatsApp'), ('web', 'Formulir di portal'), ('kenthongan', 'Kenthongan')], max_length=12, verbose_name='kanal')),
                        ('place', encrypted_fields.fields.EncryptedCharField(max_length=200, verbose_name='siapa dan di mana')),
                        ('place_hash', models.CharField(blank=True, default='', editable=False, max_length=64)),
                        ('phone', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=20, null=True, verbose_name='telepon')),
                        ('phone_hash', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64)),
                        ('reported_at', models.DateTimeField(verbose_name='dilaporkan pada')),
                        ('noted_at', models.DateTimeField(blank=True, null=True, verbose_name='dicatat di ponsel pada')),
                        ('warn_at', models.DateTimeField(verbose_name='peringatan dini pada')),
                        ('due_at', models.DateTimeField(verbose_name='batas tiba')),
                        ('state', models.CharField(choices=[('reported', 'Menunggu diterima'), ('accepted', 'Diterima'), ('departed', 'Dalam perjalanan'), ('arrived', 'Sudah tiba'), ('finished', 'Selesai'), ('merged', 'Digabung'), ('cancelled', 'Dibatalkan')], default='reported', max_length=10, verbose_name='keadaan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='diterima pada')),
                        ('departed_at', models.DateTimeField(blank=True, null=True, verbose_name='berangkat pada')),
                        ('arrived_at', models.DateTimeField(blank=True, null=True, verbose_name='tiba pada')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='selesai pada')),
                        ('cancel_reason', models.CharField(blank=True, default='', max_length=300, verbose_name='alasan batal')),
                        ('doctor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('driver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pickups', to='outreach.household')),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='outreach.pickup')),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region')),
                        ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('vehicle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pickups', to='outreach.vehicle')),
                    ],
                    options={
                        'verbose_name': 'permintaan jemput',
                        'verbose_name_plural': 'permintaan jemput',
                        'ordering': ('due_at', 'pk'),
                        'indexes': [models.Index(fields=['office', 'state', 'due_at'], name='pickup_board'), models.Index(fields=['office', 'reported_at'], name='pickup_month'), models.Index(fields=['region', 'place_hash'], name='pickup_place')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('reported_at'))), name='pickup_due_after_report'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('arrived', 'finished')), _negated=True), ('arrived_at__isnull', False), _connector='OR'), name='pickup_arrival_has_moment'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='pickup_merged_names_other')],
                    },
                ),
                migrations.CreateModel(
                    name='Compensation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item', models.CharField(max_length=60, verbose_name='santunan')),
                        ('kilograms', models.PositiveSmallIntegerField(verbose_name='jumlah (kg)')),
                        ('owed_at', models.DateTimeField(verbose_name='terutang sejak')),
                        ('due_at', models.DateTimeField(verbose_name='diserahkan paling lambat')),
                        ('handed_at', models.DateTimeField(blank=True, null=True, verbose_name='diserahkan pada')),
                        ('recipient', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=120, null=True, verbose_name='penerima')),
                        ('proof_state', models.CharField(choices=[('none', 'Belum ada foto'), ('pending', 'Foto sedang diperiksa'), ('clean', 'Foto tersimpan'), ('refused', 'Foto ditolak')], default='none', max_length=10)),
                        ('proof_name', models.CharField(blank=True, default='', max_length=120)),
                        ('proof_sha256', models.CharField(blank=True, default='', max_length=64)),
                        ('proof_type', models.CharField(blank=True, default='', max_length=60)),
                        ('disputed_at', models.DateTimeField(blank=True, null=True, verbose_name='dibantah penerima pada')),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='disahkan pada')),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('handed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pickup', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='compensation', to='outreach.pickup')),
                    ],
                    options={
                        'verbose_name': 'santunan',
                        'verbose_name_plural': 'santunan',
                        'ordering': ('due_at', 'pk'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('handed_by')), _negated=True), _connector='OR'), name='compensation_two_people'), models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), ('handed_at__isnull', False), _connector='OR'), name='compensation_confirmed_after_handover')],
                    },
                ),
                migrations.CreateModel(
                    name='PickupEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('verb', models.CharField(choices=[('report', 'Lapor'), ('accept', 'Terima'), ('join', 'Ikut'), ('release', 'Alihkan'), ('depart', 'Catat berangkat'), ('arrive', 'Catat tiba'), ('finish', 'Catat selesai'), ('merge', 'Gabungkan'), ('cancel', 'Batalkan')], max_length=10)),
                        ('at', models.DateTimeField()),
                        ('note', models.CharField(blank=True, default='', max_length=300)),
                        ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pickup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='outreach.pickup')),
                    ],
                    options={
                        'verbose_name': 'langkah permintaan jemput',
                        'verbose_name_plural': 'langkah permintaan jemput',
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='PickupWarning',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('level', models.CharField(choices=[('early', 'Peringatan dini'), ('missed', 'Lewat janji'), ('compensation_late', 'Santunan lewat batas')], max_length=20)),
                        ('at', models.DateTimeField()),
                        ('pickup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='warnings', to='outreach.pickup')),
                    ],
                    options={
                        'verbose_name': 'peringatan layanan jemput',
                        'verbose_name_plural': 'peringatan layanan jemput',
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('pickup', 'level'), name='pickup_warning_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ServiceArea',
                    fields=[
                        ('region', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='accounts.region', verbose_name='kelurahan')),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='Puskesmas')),
                    ],
                    options={
                        'verbose_name': 'wilayah layanan jemput',
                        'verbose_name_plural': 'wilayah layanan jemput',
                        'ordering': ('region',),
                    },
                ),
                migrations.CreateModel(
                    name='Shift',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('driver', 'Pengemudi Puskesmas'), ('puskesmas_doctor', 'Dokter atau bidan Puskesmas')], max_length=20, verbose_name='tugas')),
                        ('starts_at', models.DateTimeField(verbose_name='mulai')),
                        ('ends_at', models.DateTimeField(verbose_name='sampai')),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'jadwal jaga',
                        'verbose_name_plural': 'jadwal jaga',
                        'ordering': ('starts_at', 'pk'),
                        'indexes': [models.Index(fields=['office', 'ends_at'], name='shift_office_end')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_start'), models.UniqueConstraint(fields=('user', 'starts_at'), name='shift_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Vehicle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='nama kendaraan')),
                        ('plate', models.CharField(max_length=12, verbose_name='nomor polisi')),
                        ('is_active', models.BooleanField(default=True, verbose_name='dipakai')),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ],
                    options={
                        'verbose_name': 'kendaraan',
                        'verbose_name_plural': 'kendaraan',
                        'ordering': ('name', 'pk'),
                        'constraints': [models.UniqueConstraint(fields=('plate',), name='vehicle_plate_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='Visit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('note', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='catatan kesehatan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pickup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='outreach.pickup')),
                    ],
                    options={
                        'verbose_name': 'catatan kunjungan',
                        'verbose_name_plural': 'catatan kunjungan',
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Finding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True)),
                        ('kind', models.CharField(choices=[('referral', 'Perlu rujukan'), ('pregnancy', 'Kehamilan perlu dipantau'), ('child_growth', 'Tumbuh kembang anak terganggu'), ('unhealthy_house', 'Rumah tidak sehat'), ('no_latrine', 'Belum ada jamban'), ('nutrition', 'Kebutuhan gizi')], max_length=16, verbose_name='temuan')),
                        ('note', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='keterangan')),
                        ('found_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('pickup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='outreach.pickup')),
                        ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='outreach.visit')),
                    ],
                    options={
                        'verbose_name': 'temuan kunjungan',
                        'verbose_name_plural': 'temuan kunjungan',
                        'ordering': ('closed_at', 'found_at', 'pk'),
                        'constraints': [models.UniqueConstraint(fields=('visit', 'kind'), name='finding_once_a_visit')],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUp',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partner', models.CharField(choices=[('village', 'Pemerintah kelurahan atau desa'), ('social', 'Dinas Sosial'), ('sanitarian', 'Tenaga sanitasi Puskesmas'), ('midwife', 'Bidan desa'), ('nutritionist', 'Tenaga gizi Puskesmas'), ('hospital', 'Rumah sakit rujukan')], max_length=14, verbose_name='bersama')),
                        ('task', models.CharField(max_length=200, verbose_name='yang dilakukan')),
                        ('due_on', models.DateField(verbose_name='paling lambat')),
                        ('made_at', models.DateTimeField()),
                        ('result', models.CharField(blank=True, default='', max_length=300, verbose_name='hasil')),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='outreach.finding')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'tindak lanjut',
                        'verbose_name_plural': 'tindak lanjut',
                        'ordering': ('done_at', 'due_on', 'pk'),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('result', '')), models.Q(models.Q(('result', ''), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='follow_up_result_has_moment')],
                    },
                ),
            ],
        ),
    ]
